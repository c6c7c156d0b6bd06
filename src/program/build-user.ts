import { readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import { throwIfAborted, tryProgram } from './run.js';

/**
 * Who runs what is built, staged and tested when binary-builder itself runs as root: a user and a group
 * that no machine has. Debian gives no number from 65000 to 65533 away, systemd none above 65519.
 */
export const BUILD_USER = 65_530;

/**
 * Whether we are root, and steps are therefore run as {@link BUILD_USER}. The root of a user namespace
 * that has no such user is an ordinary user outside, and counts as one.
 */
export function isRoot(): boolean {
  return process.getuid?.() === 0 && isMapped(readMap('uid_map')) && isMapped(readMap('gid_map'));
}

/** The lines of a map of ids: first inside, first outside, how many; see user_namespaces(7). */
function readMap(name: 'uid_map' | 'gid_map'): string {
  try {
    return readFileSync(`/proc/self/${name}`, 'latin1');
  } catch {
    // A kernel without user namespaces.
    return '0 0 4294967295';
  }
}

/** Whether the map of a user namespace has {@link BUILD_USER} in it. Pure. */
export function isMapped(map: string): boolean {
  return map.split('\n').some((line) => {
    const [first = NaN, , count = NaN] = line.trim().split(/\s+/).map(Number);
    return first <= BUILD_USER && BUILD_USER < first + count;
  });
}

/**
 * As root, gives a folder or file and all that is in it to {@link BUILD_USER}; links are not followed.
 * Permissions stay as they are. As an ordinary user everything is ours already.
 * @throws BuilderError SANDBOX_FAILED, INTERRUPTED
 */
export async function giveToBuildUser(path: HostPath, signal?: AbortSignal): Promise<void> {
  if (!isRoot()) return;
  const cannot = `${path} can't be given to the user that steps run as`;
  const run = (program: string, args: readonly string[]) =>
    runOr(cannot, [program, ...args], signal);
  // With the owner go the set-user-id bits, which an audit has to see.
  const listed = await run('find', [path, '-type', 'f', '-uid', '0', '-perm', '/6000', ...LISTED]);
  await run('chown', ['--no-dereference', '--recursive', '--from=0', OWNER, '--', path]);
  const fields = listed.split('\0');
  for (let index = 0; index + 1 < fields.length; index += 2) {
    await chmod(
      Buffer.from(fields[index + 1] ?? path, 'latin1'),
      Number.parseInt(fields[index] ?? '', 8),
    );
  }
}

/**
 * Whether, as root, there is a file or folder in a tree, or the tree itself, that {@link BUILD_USER} can't
 * read. An ordinary user's steps read what he reads.
 * @throws BuilderError SANDBOX_FAILED
 */
export async function isClosedToBuildUser(tree: HostPath, signal?: AbortSignal): Promise<boolean> {
  if (!isRoot()) return false;
  const closed = [
    '(',
    '-type',
    'd',
    '!',
    '-perm',
    '-5',
    '-o',
    '-type',
    'f',
    '!',
    '-perm',
    '-4',
    ')',
  ];
  const args = [tree, ...closed, '-printf', 'closed', '-quit'];
  return (await runOr(`${tree} can't be looked through`, ['find', ...args], signal)) !== '';
}

/** What a program wrote, a character for each byte: a name may be no text. */
async function runOr(
  cannot: string,
  argv: readonly [string, ...string[]],
  signal: AbortSignal | undefined,
): Promise<string> {
  const ended = await tryProgram(argv, { binary: true, signal });
  throwIfAborted(signal);
  if (ended.exitCode === 0) return ended.stdout;
  throw new BuilderError('SANDBOX_FAILED', cannot, {
    excerpt: Buffer.from(ended.stderr, 'latin1').toString('utf8').trimEnd().split('\n').slice(-5),
    hint: `As root, steps run as the user ${BUILD_USER}: is the cache on a file system that has no owners?`,
  });
}

const OWNER = `${BUILD_USER}:${BUILD_USER}`;

/** The permissions and the path of each file, as find(1) prints them. */
const LISTED = ['-printf', '%m\\0%p\\0'];
