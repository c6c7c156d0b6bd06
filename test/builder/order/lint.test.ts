import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { lintRecipes } from '../../../src/builder/order/index.js';
import { hostPath, inHost } from '../../../src/path.js';

const project = hostPath(import.meta.dirname, '../../..');

test('recipes are linted for a pipeline as for people: what was looked at, and each problem as an error', async (t) => {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'lint-')));
  t.teardown(() => rm(folder, { recursive: true }));
  await mkdir(inHost(folder, 'recipes'));
  await writeFile(inHost(folder, 'recipes/odd.yml'), 'name: odd\nversions: [1.0]\n');
  const places = {
    recipes: [inHost(folder, 'recipes'), inHost(project, 'recipes')],
    stacks: [inHost(project, 'stacks')],
  };
  const { checked, problems } = await lintRecipes(['odd', 'libffi'], places);
  t.deepEqual(checked, ['odd', 'libffi']);
  t.deepEqual(
    problems.map(({ code }) => code),
    ['RECIPE_INVALID'],
  );
  t.true((await lintRecipes([], places)).checked.includes('python'));
});
