import path from 'node:path';
import test from 'ava';
import { BuilderError } from '../../src/error.js';
import { loadRecipe, recipeNames } from '../../src/recipe/index.js';
import { recipesFolder, SMALLEST } from './fixture.js';

test('a recipe is read from the first folder that has it', async (t) => {
  const own = await recipesFolder(t, { 'zlib.yml': SMALLEST.replace('Compression', 'Ours') });
  const packaged = await recipesFolder(t, { 'zlib.yml': SMALLEST });
  t.is((await loadRecipe('zlib', [own, packaged])).recipe.description, 'Ours');
  t.is((await loadRecipe('zlib', [packaged, own])).recipe.description, 'Compression');
});

test('names are those of all folders, once each; a missing folder has none', async (t) => {
  const one = await recipesFolder(t, { 'zlib.yml': '', 'notes.txt': '', 'schema.json': '' });
  const two = await recipesFolder(t, { 'zlib.yml': '', 'abc.yml': '' });
  const missing = await recipesFolder(t, {});
  t.deepEqual(await recipeNames([one, two, missing]), ['abc', 'zlib']);
});

test('an unknown recipe lists the known ones and suggests the nearest', async (t) => {
  const folder = await recipesFolder(t, { 'zlib.yml': SMALLEST, 'python.yml': '' });
  const error = await t.throwsAsync(loadRecipe('zlob', [folder]), { instanceOf: BuilderError });
  t.is(error.code, 'UNKNOWN_RECIPE');
  t.regex(error.hint ?? '', /^Did you mean 'zlib'\? Known recipes: python, zlib\./);
});

test('a name that would lead out of the folder is no recipe', async (t) => {
  const folder = await recipesFolder(t, { 'zlib.yml': SMALLEST });
  const name = `../${path.basename(folder)}/zlib`;
  await t.throwsAsync(loadRecipe(name, [folder]), { code: 'UNKNOWN_RECIPE' });
});

test('a malformed recipe is told with file, line and column', async (t) => {
  const folder = await recipesFolder(t, {
    'zlib.yml': SMALLEST.replace('license: Zlib', 'licence: Zlib'),
  });
  const error = await t.throwsAsync(loadRecipe('zlib', [folder]), { instanceOf: BuilderError });
  t.is(error.code, 'RECIPE_INVALID');
  t.deepEqual(
    [error.message, ...error.excerpt].map((line) => line.replace(`${folder}/`, '')),
    [
      'zlib.yml:1:1: license: expected string, received undefined',
      "zlib.yml:4:1: unknown key 'licence': did you mean 'license'?",
    ],
  );
});

test('a recipe whose name is not that of its file is refused', async (t) => {
  const folder = await recipesFolder(t, { 'zip.yml': SMALLEST });
  const error = await t.throwsAsync(loadRecipe('zip', [folder]), { instanceOf: BuilderError });
  t.regex(error.message, /zip\.yml: the name in it is 'zlib'/);
});

test('files that a recipe names are read with it, whatever their condition', async (t) => {
  const folder = await recipesFolder(t, {
    'zlib.yml': `${SMALLEST}patches:\n  - when: { version: '<1' }\n    use: old.patch\n`,
    'zlib/old.patch': 'a patch',
  });
  const { files } = await loadRecipe('zlib', [folder]);
  t.is(files.get('old.patch'), 'a patch');
});

test('a file that a recipe names and nobody wrote is told', async (t) => {
  const folder = await recipesFolder(t, { 'zlib.yml': `${SMALLEST}patches: [gone.patch]\n` });
  const error = await t.throwsAsync(loadRecipe('zlib', [folder]), { instanceOf: BuilderError });
  t.regex(error.message, /it names 'gone\.patch', which can't be read/);
});

for (const [what, line, message] of [
  ['a relative prefix', 'prefix: vendor', /prefix: expected an absolute path/],
  ['a prefix that climbs', 'prefix: /app/../etc', /prefix: must not contain \.\./],
  ['a patch outside the folder', 'patches: [../../etc/passwd]', /patches\[0\].*relative path/],
  ['a limit of nothing', 'limits: { time: 0 }', /:\d+:\d+: limits\.time: .*a time such as 4h/],
  ['a limit of another kind', 'limits: { memory: 4h }', /limits\.memory: .*a size such as 4G/],
  ['an unknown limit', 'limits: { disk: 4G }', /unknown key 'disk'/],
  ['an unknown placeholder', 'environment: { A: "{verison}" }', /unknown placeholder \{verison\}/],
  [
    'a broken version range',
    "patches: [{ when: { version: 'a b' }, use: x }]",
    /not a version range/,
  ],
  ['a digest of the wrong length', "versions: { '1': { md5: abc } }", /md5 takes 32 hex digits/],
  [
    'a phase that no build system has',
    'build: { system: autotools, compile: {} }',
    /unknown key 'compile'/,
  ],
] as const) {
  test(`${what} is refused`, async (t) => {
    const key = line.slice(0, line.indexOf(':') + 1);
    const lines = SMALLEST.split('\n');
    const kept = lines.filter((other, index) => {
      const block = lines.slice(0, index + 1).findLast((above) => !above.startsWith(' ')) ?? '';
      return !block.startsWith(key) || !other.trim();
    });
    const folder = await recipesFolder(t, { 'zlib.yml': [...kept, line, ''].join('\n') });
    const error = await t.throwsAsync(loadRecipe('zlib', [folder]), { instanceOf: BuilderError });
    t.is(error.code, 'RECIPE_INVALID');
    t.regex(error.message, message);
  });
}
