import test, { type ExecutionContext } from 'ava';
import { BuilderError } from '../../src/error.js';
import { loadRecipe } from '../../src/recipe/index.js';
import { recipesFolder, SMALLEST } from './fixture.js';

const A = 'a'.repeat(64);

/** What is told of a recipe that isn't right. */
async function faults(t: ExecutionContext, text: string): Promise<string[]> {
  const folder = await recipesFolder(t, { 'zlib.yml': text });
  const error = await t.throwsAsync(loadRecipe('zlib', [folder]), { instanceOf: BuilderError });
  return [error.message, ...error.excerpt].map((line) => line.replace(`${folder}/`, ''));
}

const further = (keys: string) => `${SMALLEST}sources:\n  - ${keys.replaceAll('\n', '\n    ')}\n`;
const mirror = (keys: string) =>
  SMALLEST.replace('build:', `  mirrors:\n    - ${keys.replaceAll('\n', '\n      ')}\nbuild:`);

for (const [what, text, told] of [
  [
    'a further source without a version',
    further(`name: apr\nurl: https://x/apr\nsha256: ${A}`),
    ['zlib.yml:13:5: sources[0].version: expected string, received undefined'],
  ],
  [
    'one of Debian without a version',
    further(`name: apr\ndebian: { package: apr, suite: bookworm }\nsha256: ${A}`),
    ['zlib.yml:13:5: sources[0].version: expected string, received undefined'],
  ],
  [
    'a misspelt key of a further source',
    further(`name: apr\nversion: '1'\nurl: https://x/apr\nsha256: ${A}\nlist: true`),
    ["zlib.yml:17:5: sources[0]: unknown key 'list': did you mean 'listed'?"],
  ],
  [
    'a folder out of the source',
    further(`name: apr\nversion: '1'\nurl: https://x/apr\nsha256: ${A}\ninto: ../x`),
    ['zlib.yml:17:11: sources[0].into: expected a relative path without ..'],
  ],
  [
    'a placeholder that there is not',
    further(`name: apr\nversion: '1'\nurl: 'https://x/{versoin}'\nsha256: ${A}`),
    ['zlib.yml:15:10: sources[0].url: unknown placeholder {versoin}: did you mean {version}?'],
  ],
  [
    'a digest of an architecture that there is not',
    SMALLEST.replace(/md5: \w+/, `sha256: { x86: ${A} }`),
    [
      "zlib.yml:7:22: versions.1.3.sha256: unknown key 'x86' (known here: x64, arm64, ppc64le, s390x)",
    ],
  ],
  [
    'a malformed digest of an architecture',
    SMALLEST.replace(/md5: \w+/, 'sha256: { x64: abc }'),
    ['zlib.yml:7:27: versions.1.3.sha256.x64: not a digest: sha256 takes 64 hex digits'],
  ],
  [
    'a mirror with other bytes that does not say in what they differ',
    mirror(`debian: { package: zlib, suite: bookworm }\nsha256: ${A}`),
    [
      "zlib.yml:12:15: source.mirrors[0].sha256: a mirror with digests of its own says in what its bytes differ: 'differs' is missing",
    ],
  ],
  [
    'a mirror that says in what it differs and has no digest',
    mirror('url: https://x/zlib\ndiffers: without contrib/'),
    [
      'zlib.yml:12:16: source.mirrors[0].differs: there is no digest beside it by which the other bytes are verified',
    ],
  ],
] as const) {
  test(`${what} is told with line and column`, async (t) => {
    t.deepEqual(await faults(t, text), [...told]);
  });
}
