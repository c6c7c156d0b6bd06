import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { lintRecipes } from '../../../src/builder/order/index.js';
import { hostPath, inHost } from '../../../src/path.js';
import { recipesFolder, SMALLEST } from '../../recipe/fixture.js';

const project = hostPath(import.meta.dirname, '../../..');

/** The problems of a recipe of these keys beside those that every recipe has. */
async function problemsOf(t: ExecutionContext, keys: string): Promise<string[]> {
  const folder = await recipesFolder(t, { 'zlib.yml': `${SMALLEST}${keys}` });
  const places = { recipes: [folder], stacks: [inHost(project, 'stacks')] };
  const { problems } = await lintRecipes(['zlib'], places);
  return problems.map(({ message }) => message.replace(`${folder}/`, ''));
}

test('what a recipe needs for a cross build is there, in the version that is built', async (t) => {
  t.deepEqual(await problemsOf(t, 'cross: { needs: [zlib] }\n'), []);
  t.deepEqual(await problemsOf(t, 'cross: { needs: [zlob] }\n'), [
    "zlib.yml:12:18: it needs 'zlob': There is no recipe 'zlob'.",
  ]);
  const folder = await recipesFolder(t, {
    'zlib.yml': `${SMALLEST}cross: { needs: [zlip] }\n`,
    'zlip.yml': SMALLEST.replace('name: zlib', 'name: zlip').replace("'1.3'", "'1.4'"),
  });
  const places = { recipes: [folder], stacks: [inHost(project, 'stacks')] };
  const { problems } = await lintRecipes(['zlib'], places);
  t.deepEqual(
    problems.map(({ message }) => message),
    [`${folder}/zlib.yml:12:18: it needs 'zlip': The recipe 'zlip' doesn't know version 1.3.`],
  );
});

test('with all recipes all build systems are looked at', async (t) => {
  const folder = await recipesFolder(t, { 'systems/odd.yml': 'name: odd\ndescription: Odd\n' });
  const places = { recipes: [folder], stacks: [inHost(project, 'stacks')] };
  const { problems } = await lintRecipes([], places);
  t.deepEqual(
    problems.map(({ code, message }) => [code, message]),
    [
      [
        'RECIPE_INVALID',
        `${folder}/systems/odd.yml:1:1: tools: expected array, received undefined`,
      ],
    ],
  );
});

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
