import test from 'ava';
import { Address } from '../../src/network/address.js';
import { BuilderError } from '../../src/error.js';
import { buildKey, planSchema, planWithAddresses } from '../../src/plan/index.js';
import { loadRecipe } from '../../src/recipe/index.js';
import { recipesFolder, SMALLEST } from '../recipe/fixture.js';
import { planOf, STACK } from './fixture.js';

const MD5 = '0da1a5ed7786ac12dcbaf0d499d8a049';
const OTHER = 'ffffffffffffffffffffffffffffffff';
const SHA256 = 'd66c56ad259a82cf2a9dfc408b32bf5da52371500b84745f7fb8b645712df676';
const COMMIT = '12ffd1f9dc56fcea79d2f742f424301ae668d663';

const GIT = SMALLEST.replace(
  /source:\n.*\n/,
  "source:\n  git: { repository: 'https://zlib.net/zlib.git', tag: 'v{version}' }\n",
);

test('a small recipe needs to say nothing of how autotools works', async (t) => {
  const { steps } = await planOf(t);
  t.deepEqual(
    steps.map(({ label, script, directory }) => [label, script, directory]),
    [
      ['configure', './configure --prefix="$CONFIGURE_PREFIX" "$@"', '/binary-builder/source'],
      ['make', 'make -j"$JOBS" "$@"', '/binary-builder/source'],
      ['install', 'make install ${DESTDIR:+DESTDIR="$DESTDIR"} "$@"', '/binary-builder/source'],
    ],
  );
});

test('hooks stand around their phase, and patches come first', async (t) => {
  const { steps } = await planOf(
    t,
    `${SMALLEST.replace('system: autotools', '')}  system: cmake
  directory: lib
  bootstrap: { run: ./autogen.sh }
  make: { before: echo before, after: echo after }
  finish: { run: echo there }
`,
  );
  t.deepEqual(
    steps.map(({ label, directory }) => [label, directory]),
    [
      ['bootstrap', '/binary-builder/source/lib'],
      ['configure', '/binary-builder/source/lib'],
      ['make:before', '/binary-builder/source/lib'],
      ['make', '/binary-builder/source/lib'],
      ['make:after', '/binary-builder/source/lib'],
      ['install', '/binary-builder/source/lib'],
      ['finish', '/app/.heroku/vendor'],
    ],
  );
});

test('what a step sees is fixed, and nothing of it comes from this process', async (t) => {
  const [step] = (await planOf(t)).steps;
  t.deepEqual(step?.environment, {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/binary-builder/home',
    USER: 'root',
    LOGNAME: 'root',
    SHELL: '/bin/bash',
    TERM: 'dumb',
    SYSROOT: '',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    SOURCE_DATE_EPOCH: '315532800',
    CFLAGS: '-O2 -ffile-prefix-map=/binary-builder/source=/usr/src/zlib-1.3',
    BB_NAME: 'zlib',
    BB_VERSION: '1.3',
    BB_ARCH: 'x64',
    BB_TRIPLET: 'x86_64-linux-gnu',
    BB_FILES: '/binary-builder/files',
    BB_SOURCE: '/binary-builder/source',
    PREFIX: '/app/.heroku/vendor',
    TREE: '/binary-builder/staging/app/.heroku/vendor',
    CONFIGURE_PREFIX: '/app/.heroku/vendor',
    DESTDIR: '/binary-builder/staging',
  });
});

test('a recipe that installs straight into staging is configured for it, without DESTDIR', async (t) => {
  const plan = await planOf(t, `${SMALLEST}  install-to: staging\n`);
  const { environment } = plan.steps[0] ?? {};
  t.is(environment?.CONFIGURE_PREFIX, '/binary-builder/staging');
  t.is(environment?.TREE, '/binary-builder/staging');
  t.false('DESTDIR' in (environment ?? {}));
  t.deepEqual(plan.relocate.mappings, [
    { from: '/binary-builder/staging', to: '/app/.heroku/vendor' },
    { from: '/binary-builder/source', to: '/usr/src/zlib-1.3' },
  ] as typeof plan.relocate.mappings);
});

test('a value with shell characters stays one argument and never becomes script', async (t) => {
  const { steps } = await planOf(
    t,
    `${SMALLEST}  configure: { args: ['--with-x=$(touch /tmp/x); "{version}"'] }\n`,
  );
  t.deepEqual(steps[0]?.args, ['--with-x=$(touch /tmp/x); "1.3"']);
  t.false(steps[0]?.script.includes('touch'));
});

test('given digests join those of the recipe', async (t) => {
  const plan = await planOf(t, SMALLEST, { digests: { sha256: SHA256 } });
  t.like(plan.source, { digests: { md5: MD5, sha256: SHA256 } });
});

test('a digest that contradicts the recipe is refused, with both and the address', async (t) => {
  const error = await t.throwsAsync(planOf(t, SMALLEST, { digests: { md5: OTHER } }), {
    instanceOf: BuilderError,
  });
  t.is(error.code, 'DIGEST_CONFLICT');
  t.is(error.exitCode, 3);
  t.is(
    error.message,
    `The md5 given for zlib 1.3 is not the recipe's: given ${OTHER}, recipe ${MD5} (https://zlib.net/zlib-1.3.tar.gz).`,
  );
});

test('an unknown version lists the known ones', async (t) => {
  const error = await t.throwsAsync(planOf(t, SMALLEST, { version: '9.9' }), {
    instanceOf: BuilderError,
  });
  t.is(error.code, 'UNKNOWN_VERSION');
  t.regex(error.hint ?? '', /^Known versions: 1\.3\. To build another one, give its checksum/);
});

test('an unknown version with a checksum is built', async (t) => {
  const plan = await planOf(t, SMALLEST, { version: '9.9', digests: { md5: OTHER } });
  t.like(plan.source, { url: 'https://zlib.net/zlib-9.9.tar.gz', digests: { md5: OTHER } });
});

test('a version without any checksum is refused', async (t) => {
  const text = SMALLEST.replace(/\{ md5: .* \}/, '{}');
  const error = await t.throwsAsync(planOf(t, text), { instanceOf: BuilderError });
  t.is(error.code, 'NO_CHECKSUM');
  t.regex(
    error.hint ?? '',
    /Give --sha256, --sha512 or --md5 as published for https:\/\/zlib\.net/,
  );
});

test('a version that could not be a file name is refused', async (t) => {
  for (const version of ['../1.3', '1 3', '', '-1', 'a/b']) {
    await t.throwsAsync(planOf(t, SMALLEST, { version, digests: { md5: MD5 } }), { code: 'USAGE' });
  }
});

test('an architecture that the stack lacks is refused', async (t) => {
  const error = await t.throwsAsync(planOf(t, SMALLEST, { arch: 'arm64' }), {
    instanceOf: BuilderError,
  });
  t.is(error.message, 'The stack debian12 has no arm64.');
  t.regex(error.hint ?? '', /It has: x64, s390x\./);
});

test('a given address is tried first and stands for the source', async (t) => {
  const plan = await planOf(t, SMALLEST, { url: new Address('file:///srv/zlib.tar.gz') });
  t.like(plan.source, {
    url: 'file:///srv/zlib.tar.gz',
    origins: [
      { kind: 'url', url: 'file:///srv/zlib.tar.gz' },
      { kind: 'url', url: 'https://zlib.net/zlib-1.3.tar.gz' },
    ],
  });
});

test('a plan has no secret of an address, and says what it lacks; the key is that of the place', async (t) => {
  const withToken = (token: string) =>
    planOf(t, SMALLEST, {
      url: new Address(`https://me:pw@example.org/z.tgz?token=${token}&v=1&ticket=7`, ['ticket']),
    });
  const plan = await withToken('first');
  t.like(plan.source, {
    url: 'https://example.org/z.tgz?v=1',
    origins: [
      {
        url: 'https://example.org/z.tgz?v=1',
        withheld: ['user name', 'password', 'token', 'ticket'],
      },
      { url: 'https://zlib.net/zlib-1.3.tar.gz' },
    ],
  });
  t.deepEqual(await withToken('second'), plan);
  const bare = await planOf(t, SMALLEST, { url: new Address('https://example.org/z.tgz?v=1') });
  t.is(buildKey(bare), buildKey(plan));
  t.false('withheld' in (bare.source.kind === 'archive' ? bare.source.origins[0] : {}));
});

test('secrets of a recipe’s own addresses stay out of its plan, and travel beside it', async (t) => {
  const secret = 'https://me:pw@zlib.net/zlib-{version}.tar.gz?ticket=7';
  const folder = await recipesFolder(t, {
    'zlib.yml': SMALLEST.replace(/https:\/\/zlib\.net\/zlib-\{version\}\.tar\.gz/, `'${secret}'`),
  });
  const { plan, addresses } = planWithAddresses(await loadRecipe('zlib', [folder]), STACK, {
    name: 'zlib',
    version: '1.3',
    arch: 'x64',
    digests: {},
    url: undefined,
    commit: undefined,
    options: {},
    secretQuery: ['ticket'],
  });
  t.false(/pw|ticket=/.test(JSON.stringify(plan.source)), JSON.stringify(plan.source));
  t.true(
    addresses.some((address) => address.full().includes('me:pw@') && address.full().endsWith('=7')),
  );
});

test('a git source needs a commit, from the recipe or from the command line', async (t) => {
  const error = await t.throwsAsync(planOf(t, GIT), { instanceOf: BuilderError });
  t.is(error.code, 'NO_CHECKSUM');
  t.regex(error.hint ?? '', /Give --git-commit-sha with what v1\.3 points to/);
  const plan = await planOf(t, GIT, { commit: COMMIT });
  t.like(plan.source, { kind: 'git', tag: 'v1.3', commit: COMMIT });
});

test('a commit that is none, or not the recipe’s, is refused', async (t) => {
  await t.throwsAsync(planOf(t, GIT, { commit: 'v1.3' }), { code: 'DIGEST_MALFORMED' });
  const pinned = GIT.replace("tag: 'v{version}'", `tag: 'v{version}', commit: ${COMMIT}`);
  const commit = COMMIT.replace('1', '2');
  await t.throwsAsync(planOf(t, pinned, { commit }), { code: 'DIGEST_CONFLICT' });
});

test('a checksum that a git source could not be checked with is refused', async (t) => {
  const error = await t.throwsAsync(planOf(t, GIT, { commit: COMMIT, digests: { md5: MD5 } }), {
    instanceOf: BuilderError,
  });
  t.regex(error.message, /so --md5 can't be checked/);
  await t.throwsAsync(planOf(t, SMALLEST, { commit: COMMIT }), { code: 'USAGE' });
});

test('a commit verifies what comes from any address', async (t) => {
  const url = new Address('https://me:pw@mirror.example/zlib.git');
  const plan = await planOf(t, GIT, { commit: COMMIT, url });
  t.like(plan.source, {
    kind: 'git',
    repository: 'https://mirror.example/zlib.git',
    commit: COMMIT,
  });
  t.deepEqual('withheld' in plan.source && plan.source.withheld, ['user name', 'password']);
});

test('a digest that is given wins over the recipe’s where that is said, alone and noted', async (t) => {
  const sha256 = 'f'.repeat(64);
  const pinned = SMALLEST.replace(
    /'1\.3': .*/,
    `'1.3': { md5: ${MD5}, sha256: ${'e'.repeat(64)} }`,
  );
  const refused = await t.throwsAsync(planOf(t, pinned, { digests: { sha256 } }), {
    instanceOf: BuilderError,
  });
  t.is(refused.code, 'DIGEST_CONFLICT');
  t.regex(refused.hint ?? '', /^Where yours is right and meant, add --trust-digest\.$/m);

  const trusted = await planOf(t, pinned, { digests: { sha256 }, trustDigest: true });
  t.like(trusted.source, { digests: { sha256 } });
  t.deepEqual(trusted.source.insteadOf, { md5: MD5, sha256: 'e'.repeat(64) });
  t.deepEqual('digests' in trusted.source && trusted.source.digests, { sha256 });

  // Where nothing is set aside there is nothing to note.
  const agreeing = { digests: { md5: MD5 }, trustDigest: true };
  t.is((await planOf(t, pinned, agreeing)).source.insteadOf, undefined);
});

test('so does a commit', async (t) => {
  const pinned = GIT.replace("tag: 'v{version}'", `tag: 'v{version}', commit: ${COMMIT}`);
  const commit = COMMIT.replace('1', '2');
  const { source } = await planOf(t, pinned, { commit, trustDigest: true });
  t.like(source, { commit, insteadOf: { commit: COMMIT } });
});

test('a plan survives being written and read', async (t) => {
  const plan = await planOf(t);
  t.deepEqual(planSchema.parse(JSON.parse(JSON.stringify(plan))), plan);
});
