import test from 'ava';
import { buildId, buildKey } from '../../src/plan/index.js';
import { SMALLEST } from '../recipe/fixture.js';
import { planOf, STACK } from './fixture.js';

const SHA256 = 'd66c56ad259a82cf2a9dfc408b32bf5da52371500b84745f7fb8b645712df676';

test('the same request has the same key, wherever its recipe was read from', async (t) => {
  t.is(buildKey(await planOf(t)), buildKey(await planOf(t)));
});

test('the name of a build tells what is built, and begins its key', async (t) => {
  const plan = await planOf(t);
  t.is(buildId(plan), `zlib-1.3-debian12-x64-${buildKey(plan).slice(0, 8)}`);
});

test('mirrors and words for people change no key', async (t) => {
  const key = buildKey(await planOf(t));
  const mirrored = SMALLEST.replace('tar.gz\n', 'tar.gz\n  mirrors: [https://example.org/zlib]\n');
  t.is(buildKey(await planOf(t, mirrored)), key);
  t.is(buildKey(await planOf(t, SMALLEST.replace('Compression', 'Squeezing'))), key);
  t.is(buildKey(await planOf(t, SMALLEST, {}, { ...STACK, description: 'other' })), key);
});

test('a weaker digest beside a stronger one changes no key', async (t) => {
  const known = SMALLEST.replace(/md5: \w+/, `sha256: ${SHA256}`);
  t.is(
    buildKey(await planOf(t, known)),
    buildKey(await planOf(t, known, { digests: { md5: '0da1a5ed7786ac12dcbaf0d499d8a049' } })),
  );
});

for (const [what, text, stack] of [
  ['an argument', `${SMALLEST}  configure: { args: [--x] }\n`, STACK],
  ['a script', `${SMALLEST}  make: { after: 'true' }\n`, STACK],
  ['the prefix', SMALLEST.replace('/app/.heroku/vendor', '/app/other'), STACK],
  ['the source', SMALLEST.replace('0da1a5', '1da1a5'), STACK],
  ['what is not unpacked', SMALLEST.replace('source:\n', "source:\n  exclude: ['*/x']\n"), STACK],
  ['a build package', `${SMALLEST}packages: { build: [cmake] }\n`, STACK],
  ['what is pruned', `${SMALLEST}artifact: { prune: [share/**] }\n`, STACK],
  ['a test', `${SMALLEST}tests: [{ name: works, run: 'true' }]\n`, STACK],
  ['the toolchain of the stack', SMALLEST, { ...STACK, toolchain: ['clang'] }],
  ['the environment of the stack', SMALLEST, { ...STACK, environment: { CFLAGS: '-O3' } }],
] satisfies [string, string, typeof STACK][]) {
  test(`${what} changes the key`, async (t) => {
    t.not(buildKey(await planOf(t, text, {}, stack)), buildKey(await planOf(t)));
  });
}
