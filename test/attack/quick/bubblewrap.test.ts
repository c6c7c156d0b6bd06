import test from 'ava';
import { attackFromBuildpack, attackFromRecipe } from '../places.js';
import { refusesAll } from '../refuses.js';
import { ME as user } from '../users.js';

test.serial('bubblewrap refuses all attacks of a recipe’s steps and tests', async (t) => {
  const { step, test: tested } = await attackFromRecipe(t, { runner: 'bubblewrap', user });
  await refusesAll(t, step);
  await refusesAll(t, tested);
});

test.serial('bubblewrap refuses all attacks of a buildpack’s scripts', async (t) => {
  await refusesAll(t, await attackFromBuildpack(t, { runner: 'bubblewrap', user }));
});
