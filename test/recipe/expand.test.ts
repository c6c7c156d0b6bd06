import test, { type ExecutionContext } from 'ava';
import { BuilderError } from '../../src/error.js';
import { expandLimits, expandRecipe, loadRecipe, type Facts } from '../../src/recipe/index.js';
import { recipesFolder, SMALLEST } from './fixture.js';

const FACTS: Facts = {
  version: '1.3',
  stack: 'debian12',
  arch: 'x64',
  cross: false,
  options: {},
};

const CONDITIONAL = `${SMALLEST}
options:
  shared: { description: Shared library, default: true }
packages:
  build:
    - gcc
    - when: { version: '>=2' }
      use: [two, three]
    - when: { stack: [debian12, debian13], arch: x64 }
      use: here
    - when: { options: { shared: false } }
      use: static
environment:
  FLAGS:
    - when: { version: '<1' }
      use: old
    - when: { version: '<2' }
      use: 'v{version} {prefix} \${libdir}'
    - use: new
  ABSENT:
    - when: { arch: s390x }
      use: s390x only
`;

async function expand(
  t: ExecutionContext,
  facts: Partial<Facts> = {},
  { text = CONDITIONAL, stack = {} }: { text?: string; stack?: Record<string, string> } = {},
) {
  const folder = await recipesFolder(t, { 'zlib.yml': text });
  return expandRecipe(await loadRecipe('zlib', [folder]), { ...FACTS, ...facts }, stack);
}

test('entries of a list count when their condition holds', async (t) => {
  t.deepEqual((await expand(t)).packages.build, ['gcc', 'here']);
});

test('a version range decides', async (t) => {
  const { packages } = await expand(t, { version: '2.0.1' });
  t.deepEqual(packages.build, ['gcc', 'two', 'three', 'here']);
});

test('a version of two parts is in ranges too', async (t) => {
  const { packages, environment } = await expand(t, { version: '2.0' });
  t.true(packages.build.includes('two'));
  t.is(environment.FLAGS, 'new');
});

test('a release candidate counts as of the line that it leads to', async (t) => {
  t.is((await expand(t, { version: '2.0.0-rc1' })).environment.FLAGS, 'new');
});

test('an option decides', async (t) => {
  const { packages, options } = await expand(t, { options: { shared: false } });
  t.deepEqual(packages.build, ['gcc', 'here', 'static']);
  t.deepEqual(options, { shared: false });
});

test('all that a condition names must hold', async (t) => {
  t.deepEqual((await expand(t, { arch: 'arm64' })).packages.build, ['gcc']);
});

test('of a choice the first that fits is taken, and its templates are filled', async (t) => {
  t.deepEqual((await expand(t)).environment, { FLAGS: 'v1.3 /app/.heroku/vendor ${libdir}' });
});

test('a recipe replaces what the stack puts into the environment', async (t) => {
  const { environment } = await expand(
    t,
    {},
    { stack: { FLAGS: 'of the stack', CFLAGS: '-fdebug-prefix-map=/x={source-label}' } },
  );
  t.is(environment.CFLAGS, '-fdebug-prefix-map=/x=/usr/src/zlib-1.3');
  t.is(environment.FLAGS, 'v1.3 /app/.heroku/vendor ${libdir}');
});

test('an unknown option lists the known ones and suggests the nearest', async (t) => {
  const error = await t.throwsAsync(expand(t, { options: { shard: true } }), {
    instanceOf: BuilderError,
  });
  t.is(error.code, 'UNKNOWN_OPTION');
  t.is(error.hint, "Did you mean 'shared'? It has: shared.");
});

test('what of a source is not unpacked is decided like everything else, of archives and of git', async (t) => {
  const exclude = "exclude: ['*/x', { when: { version: '>=2' }, use: '*/y' }]";
  const archive = await expand(
    t,
    {},
    { text: SMALLEST.replace('source:', `source:\n  ${exclude}`) },
  );
  t.deepEqual(archive.source, {
    kind: 'archive',
    url: 'https://zlib.net/zlib-1.3.tar.gz',
    mirrors: [],
    exclude: ['*/x'],
  });
  const git = `git: { repository: 'https://zlib.net/zlib.git', tag: 'v{version}' }\n  ${exclude}`;
  const text = SMALLEST.replace(/url: .*/, git);
  t.like((await expand(t, { version: '2.0' }, { text })).source, {
    kind: 'git',
    exclude: ['*/x', '*/y'],
  });
});

test('a version that no source fits is refused', async (t) => {
  const text = SMALLEST.replace(
    /source:\n.*\n/,
    "source:\n  - when: { version: '>=2' }\n    use: { url: https://zlib.net/ }\n",
  );
  const error = await t.throwsAsync(expand(t, {}, { text }), { instanceOf: BuilderError });
  t.regex(error.message, /no entry of 'source' fits zlib 1\.3 on debian12 \(x64\)/);
});

test('limits are decided like everything else, and are no part of what is built', async (t) => {
  const text = `${SMALLEST}limits:
  time: 90m
  processes: 100
  memory:
    - when: { arch: s390x }
      use: 4G
    - use: none
  file-size: [{ when: { version: '>=2' }, use: 1G }]
`;
  const folder = await recipesFolder(t, { 'zlib.yml': text });
  const loaded = await loadRecipe('zlib', [folder]);
  t.deepEqual(expandLimits(loaded, FACTS), { time: 5400, processes: 100, memory: 'none' });
  t.is(expandLimits(loaded, { ...FACTS, arch: 's390x' }).memory, 4 * 1024 ** 3);
  t.false('limits' in expandRecipe(loaded, FACTS));
});

test('the numbers of a version are placeholders, without what is attached to them', async (t) => {
  const text = `${SMALLEST}environment: { NUMBERS: '{major} {minor} {patch}' }\n`;
  const numbersOf = async (version: string) =>
    (await expand(t, { version }, { text })).environment.NUMBERS;
  t.is(await numbersOf('v20.1.0'), '20 1 0');
  t.is(await numbersOf('2.0-beta_3'), '2 0 ');
  t.is(await numbersOf('8.4.0RC2'), '8 4 0');
});
