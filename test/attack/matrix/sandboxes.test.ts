import test from 'ava';
import { probeRunner } from '../../../src/sandbox/index.js';
import { testCache } from '../../prepared-root.js';
import { attackFromBuildpack, attackFromRecipe } from '../places.js';
import { refusesAll } from '../refuses.js';
import { ME, users } from '../users.js';

// Every machine of ours has bubblewrap.
const podman = await probeRunner('podman', { cache: testCache });

for (const runner of ['bubblewrap', 'podman'] as const) {
  const register = runner === 'bubblewrap' || podman.works ? test.serial : test.skip;

  for (const user of users) {
    // That is in the quick part.
    if (runner === 'bubblewrap' && user === ME) continue;

    register(
      `as ${user.name}, ${runner} refuses all attacks of a recipe’s steps and tests`,
      async (t) => {
        const { step, test: tested } = await attackFromRecipe(t, { runner, user });
        await refusesAll(t, step);
        await refusesAll(t, tested);
      },
    );

    register(
      `as ${user.name}, ${runner} refuses all attacks of a buildpack’s scripts`,
      async (t) => {
        await refusesAll(t, await attackFromBuildpack(t, { runner, user }));
      },
    );
  }
}
