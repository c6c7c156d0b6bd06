import type { ExecutionContext } from 'ava';
import { makePlan, type Plan, type Request } from '../../src/plan/index.js';
import { loadRecipe } from '../../src/recipe/index.js';
import { stackSchema } from '../../src/stack/index.js';
import { recipesFolder, SMALLEST } from '../recipe/fixture.js';

/** A stack for plans; nothing runs in it. */
export const STACK = stackSchema.parse({
  name: 'debian12',
  description: 'Debian 12',
  architectures: ['x64', 's390x'],
  glibc: '2.36',
  root: { debian: { suite: 'bookworm' } },
  toolchain: ['gcc', 'make'],
  environment: { CFLAGS: '-O2 -ffile-prefix-map=/binary-builder/source={source-label}' },
});

/** The plan of a recipe's text for a request, of which tests say only what they are about. */
export async function planOf(
  t: ExecutionContext,
  text: string = SMALLEST,
  request: Partial<Request> = {},
  stack = STACK,
  files: Readonly<Record<string, string>> = {},
): Promise<Plan> {
  const folder = await recipesFolder(t, { 'zlib.yml': text, ...files });
  return makePlan(await loadRecipe('zlib', [folder]), stack, {
    name: 'zlib',
    version: '1.3',
    arch: 'x64',
    digests: {},
    url: undefined,
    commit: undefined,
    options: {},
    ...request,
  });
}
