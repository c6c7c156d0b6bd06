import test from 'ava';
import { hostPath } from '../../src/path.js';
import {
  loadRecipe,
  loadSystem,
  recipeJsonSchema,
  systemJsonSchema,
  systemNames,
} from '../../src/recipe/index.js';
import { CROSS_PLACEHOLDERS, PLACEHOLDERS } from '../../src/recipe/template.js';
import { FIXED_ENVIRONMENT } from '../../src/plan/index.js';
import { planOf } from '../plan/fixture.js';
import { recipesFolder, SMALLEST } from '../recipe/fixture.js';
import { blocksOf, codeOf, propertiesOf, read, type Block } from './markdown.js';

const DOCS = 'docs/recipes.md';
const SYSTEM = /^title=(recipes\/systems\/.+)$/;
const blocks = blocksOf(await read(DOCS)).filter(({ language }) => language === 'yaml');
const yaml = blocks.filter(({ info }) => !SYSTEM.test(info));

for (const block of yaml) {
  test(`the YAML at ${DOCS}:${block.line} belongs to a valid recipe`, async (t) => {
    const { name, text } = recipeOf(block);
    const folder = await recipesFolder(t, { [`${name}.yml`]: text, ...(await filesOf(block)) });
    const { recipe } = await loadRecipe(name, [folder]);
    t.is(recipe.name, name);
  });
}

test('there are whole recipes and fragments in the documentation', (t) => {
  t.deepEqual(
    yaml.filter(({ info }) => info.startsWith('title=')).map(({ info }) => info),
    ['title=recipes/greet.yml', 'title=recipes/zlib.yml'],
  );
  t.true(yaml.filter(({ info }) => info.startsWith('fragment')).length > 5);
});

test('the complete example is the one in examples/', async (t) => {
  const shown = yaml.find(({ info }) => info === 'title=recipes/greet.yml');
  t.is(shown?.text, await read('examples/recipes/greet.yml'));
});

test('a build system that is shown is the one that is there', async (t) => {
  const shown = blocks.filter(({ info }) => SYSTEM.test(info));
  t.is(shown.length, 1);
  for (const { info, text } of shown) t.is(text, await read(SYSTEM.exec(info)?.[1] ?? ''));
});

test('every key of a recipe is explained', async (t) => {
  const words = new Set(codeOf(await read(DOCS)).split('\n'));
  const keys = [...propertiesOf(recipeJsonSchema())];
  t.true(keys.includes('keep-symbols'));
  t.deepEqual(
    keys.filter((key) => !words.has(key) && !words.has(`${key}:`)),
    [],
  );
});

test('every placeholder is explained', async (t) => {
  const code = codeOf(await read(DOCS));
  t.deepEqual(
    [...PLACEHOLDERS, ...CROSS_PLACEHOLDERS].filter((name) => !code.includes(`{${name}}`)),
    [],
  );
});

for (const installTo of ['destdir', 'staging']) {
  test(`every variable of a step that installs to ${installTo} is explained`, async (t) => {
    const plan = await planOf(
      t,
      SMALLEST.replace('system: autotools', `system: autotools\n  install-to: ${installTo}`),
    );
    const known = codeOf(await read(DOCS)).split('\n');
    const variables = plan.steps.flatMap(({ environment }) => Object.keys(environment));
    t.true(variables.length > Object.keys(FIXED_ENVIRONMENT).length);
    t.deepEqual(
      [...new Set(variables)].filter((name) => !known.includes(name)),
      [],
    );
  });
}

test('what the build systems do is what they are said to do', async (t) => {
  const code = codeOf(await read(DOCS)).split('\n');
  for (const system of ['autotools', 'cmake']) {
    const { steps } = await planOf(t, SMALLEST.replace('autotools', system));
    t.is(steps.length, 3);
    for (const { script } of steps) t.true(code.includes(script), script);
  }
});

test('every build system is explained, with what it installs', async (t) => {
  const code = codeOf(await read(DOCS)).split('\n');
  const folder = hostPath(import.meta.dirname, '../../recipes');
  for (const name of await systemNames([folder])) {
    const { tools } = await loadSystem(name, [folder]);
    for (const word of [name, ...tools.flatMap(({ use }) => use)])
      t.true(code.includes(word), word);
  }
});

test('every key of a build system is explained', async (t) => {
  const words = new Set(codeOf(await read(DOCS)).split('\n'));
  t.deepEqual(
    [...propertiesOf(systemJsonSchema())].filter((key) => !words.has(key) && !words.has(`${key}:`)),
    [],
  );
});

/** A whole recipe as it is; a fragment in place of the same keys of the smallest recipe. */
function recipeOf({ info, text }: Block): { name: string; text: string } {
  const title = /^title=recipes\/(.+)\.yml$/.exec(info)?.[1];
  if (title !== undefined) return { name: title, text };
  const given = new Set(topLevel(text).map(({ key }) => key));
  const rest = topLevel(SMALLEST).filter(({ key }) => !given.has(key));
  return { name: 'zlib', text: [...rest.map(({ lines }) => lines), text].join('\n') };
}

/** A YAML text's top-level keys, each with its lines. */
function topLevel(text: string): { key: string; lines: string }[] {
  return [...text.matchAll(/^([a-z-]+):.*(?:\n[ \n].*)*/gm)].map(([lines, key = '']) => ({
    key,
    lines,
  }));
}

/** Files that a block names: those of the example, or empty ones for `files=…`. */
async function filesOf({ info }: Block): Promise<Record<string, string>> {
  if (info === 'title=recipes/greet.yml') {
    return { 'greet/program.c': await read('examples/recipes/greet/program.c') };
  }
  const named = /files=(\S+)/.exec(info)?.[1]?.split(',') ?? [];
  return Object.fromEntries(named.map((name) => [`zlib/${name}`, '']));
}
