import { execFileSync } from 'node:child_process';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { BuilderError } from '../../src/error.js';
import { hostPath } from '../../src/path.js';
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

test('what a recipe brings is a regular file of its own: a link out of the folder would publish a file of the machine', async (t) => {
  const folder = await recipesFolder(t, {
    'zlib.yml': `${SMALLEST}patches:\n  - p\n`,
    'zlib/other': '',
  });
  await symlink('/etc/hostname', path.join(folder, 'zlib/p'));
  const error = await t.throwsAsync(loadRecipe('zlib', [folder]), { code: 'RECIPE_INVALID' });
  const place = `${folder}/zlib.yml:13:5`;
  t.is(error.message, `${place}: it names 'p', which leads out of ${folder}, to /etc/hostname`);
  t.like(error, {
    hint: `The files of a recipe are beside it, in ${folder}/zlib: regular files, or links to some in ${folder}.`,
  });
});

test('neither is a file read through a folder that leads out, nor a named pipe waited for, in tests as in patches', async (t) => {
  const elsewhere = await recipesFolder(t, { secret: 'secret' });
  const text = (file: string) => `${SMALLEST}tests:\n  - { name: works, files: [${file}] }\n`;
  const folder = await recipesFolder(t, { 'zlib.yml': text('way/secret'), 'zlib/x': '' });
  await symlink(elsewhere, path.join(folder, 'zlib/way'));
  await t.throwsAsync(loadRecipe('zlib', [folder]), {
    code: 'RECIPE_INVALID',
    message: /zlib\.yml:13:28: it names 'way\/secret', which leads out of /,
  });
  await writeFile(path.join(folder, 'zlib.yml'), text('pipe'));
  execFileSync('mkfifo', [path.join(folder, 'zlib/pipe')]);
  await t.throwsAsync(loadRecipe('zlib', [folder]), {
    code: 'RECIPE_INVALID',
    message: /it names 'pipe', which is not a regular file$/,
  });
});

test('a recipe itself is no link to what is elsewhere', async (t) => {
  const elsewhere = await recipesFolder(t, { 'zlib.yml': SMALLEST });
  const folder = await recipesFolder(t, {});
  await mkdir(folder, { recursive: true });
  await symlink(path.join(elsewhere, 'zlib.yml'), path.join(folder, 'zlib.yml'));
  await t.throwsAsync(loadRecipe('zlib', [folder]), {
    code: 'RECIPE_INVALID',
    message: `${folder}/zlib.yml: it leads out of ${folder}, to ${elsewhere}/zlib.yml`,
  });
});

test('links that stay among the recipes, and a folder of recipes that is a link, are as good as any', async (t) => {
  const folder = await recipesFolder(t, {
    'zlib.yml': `${SMALLEST}patches: [p, shared/q]\n`,
    'files/p': 'one',
    'shared/q': 'two',
  });
  await rename(path.join(folder, 'files'), path.join(folder, 'zlib'));
  await symlink('../shared', path.join(folder, 'zlib/shared'));
  const linked = path.join(await recipesFolder(t, { x: '' }), 'recipes');
  await symlink(folder, linked);
  const { files } = await loadRecipe('zlib', [hostPath(linked)]);
  t.deepEqual(
    [...files],
    [
      ['p', 'one'],
      ['shared/q', 'two'],
    ],
  );
});

for (const [what, line, message] of [
  ['a relative prefix', 'prefix: vendor', /prefix: expected an absolute path/],
  ['a prefix that climbs', 'prefix: /app/../etc', /prefix: must not contain \.\./],
  ['a patch outside the folder', 'patches: [../../etc/passwd]', /patches\[0\].*relative path/],
  ['a limit of nothing', 'limits: { time: 0 }', /:\d+:\d+: limits\.time: .*a time such as 4h/],
  ['a limit of another kind', 'limits: { memory: 4h }', /limits\.memory: .*a size such as 4G/],
  ['an unknown limit', 'limits: { disk: 4G }', /unknown key 'disk'/],
  ['a patch without a name', "patches: ['']", /patches\[0\].*relative path/],
  ['a patch that is a folder', 'patches: [.]', /patches\[0\].*relative path without \. and empty/],
  ['a patch with a line in its name', 'patches: ["a\\nb"]', /has a character in it that no name/],
  ['a NUL byte in an argument', 'environment: { A: "a\\0b" }', /has a NUL byte in it/],
  [
    'a prefix in the kernel’s',
    'prefix: /proc/self/root/x',
    /must not lie in \/proc, \/sys, \/dev or/,
  ],
  [
    'a repository that is a program',
    "source: { git: { repository: 'ext::sh -c x', tag: v1 } }",
    /expected the address of a git repository/,
  ],
  ['a package that is none', 'packages: { run: [a_b] }', /not a Debian package name/],
  ['a name of 300 characters', `name: ${'x'.repeat(300)}`, /has more than 64 characters/],
  ['an unknown placeholder', 'environment: { A: "{verison}" }', /unknown placeholder \{verison\}/],
  [
    'a placeholder in capitals',
    'source: { url: "https://zlib.net/{Version}.tar" }',
    /unknown placeholder \{Version\}: did you mean \{version\}\?/,
  ],
  [
    'a placeholder with an underscore',
    'source: { url: "https://zlib.net/{version_underscore}.tar" }',
    /unknown placeholder \{version_underscore\} \(known: /,
  ],
  [
    'a digest as a placeholder',
    'source: { url: "https://zlib.net/{sha256}.tar" }',
    /unknown placeholder \{sha256\}/,
  ],
  [
    'an unknown placeholder in a glob',
    "artifact: { prune: ['lib/{verison}/**'] }",
    /prune\[0\]: unknown placeholder \{verison\}: did you mean \{version\}\?/,
  ],
  [
    'an unknown placeholder in what is not unpacked',
    'source: { url: "https://zlib.net/x.tar", exclude: ["{Name}/x"] }',
    /unknown placeholder \{Name\}/,
  ],
  [
    'an unknown placeholder in a folder',
    'build: { system: custom, directory: "{ sub }" }',
    /unknown placeholder \{sub\}/,
  ],
  [
    'an unknown placeholder in a repository',
    'source: { git: { repository: "https://example.org/{nam}.git", tag: v1 } }',
    /unknown placeholder \{nam\}: did you mean \{name\}\?/,
  ],
  [
    'an unknown placeholder in the list of sources',
    'artifact: { sources: "{Name}.yml" }',
    /sources: unknown placeholder \{Name\}/,
  ],
  [
    'a build system that is a path',
    'build: { system: ../systems/meson }',
    /:\d+:\d+: build\.system: .*lower-case letters/,
  ],
  [
    'a build system that there is not',
    'build: { system: mesn }',
    /zlib\.yml:\d+:\d+: there is no build system 'mesn': did you mean 'meson'\?/,
  ],
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

test('a recipe that is too large, or a file of one, is not read', async (t) => {
  const folder = await recipesFolder(t, {
    'zlib.yml': SMALLEST.replace('Compression', 'x'.repeat(2_000_000)),
    'zip.yml': `${SMALLEST.replace('name: zlib', 'name: zip')}patches:\n  - a.patch\n`,
    'zip/a.patch': 'x'.repeat(9_000_000),
  });
  await t.throwsAsync(loadRecipe('zlib', [folder]), {
    code: 'RECIPE_INVALID',
    message: `${folder}/zlib.yml: it is too large to be read: 2 MB, 1.05 MB at most`,
  });
  await t.throwsAsync(loadRecipe('zip', [folder]), {
    code: 'RECIPE_INVALID',
    message: `${folder}/zip.yml:13:5: it names 'a.patch', which is too large to be read: 9 MB, 8.39 MB at most`,
  });
});
