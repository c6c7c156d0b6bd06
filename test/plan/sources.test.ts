import test from 'ava';
import { bytesWith, buildKey } from '../../src/plan/index.js';
import { SMALLEST } from '../recipe/fixture.js';
import { planOf } from './fixture.js';

const MD5 = '0da1a5ed7786ac12dcbaf0d499d8a049';
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
const BY_ARCH = SMALLEST.replace('-{version}', '-{version}-{arch}').replace(
  `md5: ${MD5}`,
  `sha256: { x64: ${A}, s390x: ${B} }`,
);
const APR = `sources:
  - name: apr
    version: 1.7.2
    url: https://user:secret@example.org/{name}-{version}-{major}.tar.bz2
    mirrors: [{ debian: { package: apr, suite: bookworm } }]
    sha256: ${A}
    into: srclib/{name}
    exclude: ['{name}/doc']
    listed: true
`;
const DATA = `sources: [{ name: data, version: '7', url: 'https://example.org/{arch}/d', sha256: { x64: ${A}, s390x: ${B} }, unpack: false }]\n`;

test('what is taken beside the source has its own name and version in its values', async (t) => {
  const plan = await planOf(t, SMALLEST + APR);
  const url = 'https://example.org/apr-1.7.2-1.tar.bz2';
  t.deepEqual(plan.sources, [
    {
      name: 'apr',
      version: '1.7.2',
      source: {
        kind: 'archive',
        url,
        origins: [
          { kind: 'url', url, withheld: ['user name', 'password'] },
          { kind: 'debian', package: 'apr', suite: 'bookworm', version: '1.7.2' },
        ],
        digests: { sha256: A },
        exclude: ['apr/doc'],
      },
      into: 'srclib/apr',
      unpack: true,
      listed: true,
    },
  ]);
  t.false(plan.steps.some(({ environment }) => 'BB_SOURCES' in environment));
  t.is(plan.leaks.length, 5);
});

test('what is not put into the source has a place of its own, which no artifact names', async (t) => {
  const plan = await planOf(t, SMALLEST + DATA, { arch: 's390x' });
  t.like(plan.sources?.[0], {
    source: { url: 'https://example.org/s390x/d', digests: { sha256: B }, arch: 's390x' },
    unpack: false,
  });
  t.true(
    plan.steps.every(({ environment }) => environment.BB_SOURCES === '/binary-builder/further'),
  );
  t.true(plan.leaks.some((path) => path === '/binary-builder/further'));
  t.true(
    plan.relocate.mappings.some(
      ({ from, to }) => from === '/binary-builder/further/data' && to === '/usr/src/data-7',
    ),
  );
});

test('a recipe without them has the plan that it had', async (t) => {
  const plan = await planOf(t);
  t.false('sources' in plan);
  t.deepEqual(Object.keys(plan.source), ['kind', 'url', 'origins', 'digests']);
  t.is(plan.leaks.length, 5);
});

for (const [what, text] of [
  ['another version of one', APR.replace('1.7.2', '1.7.3')],
  ['another digest of one', APR.replace(A, B)],
  ['another folder of one', APR.replace('srclib/', 'lib/')],
  ['that one is listed', APR.replace('    listed: true\n', '')],
] as const) {
  test(`${what} changes the build key`, async (t) => {
    const key = buildKey(await planOf(t, SMALLEST + APR));
    t.not(buildKey(await planOf(t, SMALLEST + text)), key);
    t.not(buildKey(await planOf(t)), key);
  });
}

test('further mirrors of one change no key', async (t) => {
  const key = buildKey(await planOf(t, SMALLEST + APR));
  const without = APR.replace(/ {4}mirrors.*\n/, '');
  t.is(buildKey(await planOf(t, SMALLEST + without)), key);
});

test('two of one name or in one place are refused, told where', async (t) => {
  const second = APR.replace('sources:\n', '').replaceAll('1.7.2', '1.7.3');
  const twice = await t.throwsAsync(planOf(t, SMALLEST + APR + second), { code: 'RECIPE_INVALID' });
  t.regex(twice.message, /zlib\.yml:13:11: another one is called 'apr' too\.$/);
  const own = APR.replace('name: apr', 'name: zlib');
  await t.throwsAsync(planOf(t, SMALLEST + own), {
    code: 'RECIPE_INVALID',
    message: /:13:11: the recipe's own source is called 'zlib' too\.$/,
  });
  const place = second.replace('name: apr', 'name: apu').replace('{name}\n', 'apr\n');
  await t.throwsAsync(planOf(t, SMALLEST + APR + place), {
    code: 'RECIPE_INVALID',
    message: /:21:11: another one is put into srclib\/apr too\.$/,
  });
});

test('one without a digest for the architecture is refused, told where', async (t) => {
  const text = SMALLEST + DATA.replace(`, s390x: ${B}`, '');
  await t.throwsAsync(planOf(t, text, { arch: 's390x' }), {
    code: 'RECIPE_INVALID',
    message: /zlib\.yml:12:19: there is no checksum for data 7 \(s390x\)\.$/,
  });
  await t.throwsAsync(planOf(t, SMALLEST + DATA.replace(/\{ x64.*s390x: \w+ \}/, A)), {
    code: 'RECIPE_INVALID',
    message:
      /zlib\.yml:12:\d+: data 7 has another address for each architecture, and one sha256 for all\.$/,
  });
});

test('each architecture has its own digest where its source is another file', async (t) => {
  t.like((await planOf(t, BY_ARCH)).source, {
    url: 'https://zlib.net/zlib-1.3-x64.tar.gz',
    digests: { sha256: A },
    arch: 'x64',
  });
  t.like((await planOf(t, BY_ARCH, { arch: 's390x' })).source, { digests: { sha256: B } });
  const none = await t.throwsAsync(
    planOf(t, BY_ARCH.replace(`, s390x: ${B}`, ''), { arch: 's390x' }),
  );
  t.is(none.message, 'There is no checksum for zlib 1.3 for s390x.');
  const given = await planOf(t, BY_ARCH, { version: '1.4', digests: { sha256: B } });
  t.like(given.source, { arch: 'x64', digests: { sha256: B } });
});

test('one digest for all is refused where each architecture has another address', async (t) => {
  const message =
    /zlib\.yml:7:17: the source of zlib 1\.3 has another address for each architecture, and one md5 for all\.$/;
  const url = SMALLEST.replace('-{version}', '-{version}-{triplet}');
  await t.throwsAsync(planOf(t, url), { code: 'RECIPE_INVALID', message });
  const chosen = SMALLEST.replace(
    /source:\n.*\n/,
    "source: [{ when: { arch: x64 }, use: { url: 'https://a/x' } }, { use: { url: 'https://a/y' } }]\n",
  );
  await t.throwsAsync(planOf(t, chosen), { code: 'RECIPE_INVALID', message });
});

test('a mirror with other bytes is a part of the key, and known by its digest', async (t) => {
  const mirrors = `  mirrors:
    - https://mirror.example.org/zlib
    - debian: { package: zlib, suite: bookworm }
      sha256: ${A}
      differs: without contrib/
`;
  const plan = await planOf(t, SMALLEST.replace('build:', `${mirrors}build:`));
  t.not(buildKey(plan), buildKey(await planOf(t)));
  if (plan.source.kind !== 'archive') return t.fail();
  t.deepEqual(plan.source.origins.at(-1), {
    ...{ kind: 'debian', package: 'zlib', suite: 'bookworm', version: '1.3' },
    digests: { sha256: A },
    differs: 'without contrib/',
  });
  t.like(bytesWith(plan.source, { md5: 'f'.repeat(32), sha256: A }), {
    url: 'debian:bookworm/zlib',
    differs: 'without contrib/',
  });
  t.is(String(bytesWith(plan.source, { md5: MD5 }).url), 'https://zlib.net/zlib-1.3.tar.gz');
});

test('a source may be nowhere but in Debian', async (t) => {
  const text = SMALLEST.replace(/url: .*/, 'debian: { package: zlib, suite: bookworm }');
  t.like((await planOf(t, text)).source, {
    kind: 'archive',
    url: 'debian:bookworm/zlib',
    origins: [{ kind: 'debian', package: 'zlib', suite: 'bookworm', version: '1.3' }],
  });
});
