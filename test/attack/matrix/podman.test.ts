import { testWithPodman } from '../../e2e/builds/workshop.js';
import { attackFromBuildpack, attackFromRecipe } from '../places.js';
import { refusesAll } from '../refuses.js';
import { users } from '../users.js';

for (const user of users) {
  testWithPodman(
    `as ${user.name}, podman refuses all attacks of a recipe’s steps and tests`,
    async (t) => {
      const { step, test } = await attackFromRecipe(t, { runner: 'podman', user });
      await refusesAll(t, step);
      await refusesAll(t, test);
    },
  );

  testWithPodman(
    `as ${user.name}, podman refuses all attacks of a buildpack’s scripts`,
    async (t) => {
      await refusesAll(t, await attackFromBuildpack(t, { runner: 'podman', user }));
    },
  );
}
