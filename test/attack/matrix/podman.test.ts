import test from 'ava';
import { probeRunner } from '../../../src/sandbox/index.js';
import { testCache } from '../../prepared-root.js';
import { attackFromBuildpack, attackFromRecipe } from '../places.js';
import { refusesAll } from '../refuses.js';
import { users } from '../users.js';

const { works } = await probeRunner('podman', { cache: testCache });
const register = works ? test.serial : test.skip;

for (const user of users) {
  register(
    `as ${user.name}, podman refuses all attacks of a recipe’s steps and tests`,
    async (t) => {
      const { step, test: tested } = await attackFromRecipe(t, { runner: 'podman', user });
      await refusesAll(t, step);
      await refusesAll(t, tested);
    },
  );

  register(`as ${user.name}, podman refuses all attacks of a buildpack’s scripts`, async (t) => {
    await refusesAll(t, await attackFromBuildpack(t, { runner: 'podman', user }));
  });
}
