import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { lstat, rename } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError, reasonOf, systemErrorCode } from '../error.js';
import { goingName, isGoing } from '../files/index.js';
import { hostPath, inHost, type HostPath } from '../path.js';

/**
 * Removes what it is given, with folders that somebody has closed. What a killed process had started may write
 * for a moment yet, and whoever waits for this may be gone, and nobody read what it says.
 */
const REMOVE = `trap '' PIPE
rm -rf -- "$@" 2> /dev/null && exit
chmod -R u+rwx -- "$@" 2> /dev/null
rm -rf -- "$@" 2> /dev/null && exit
sleep 1
rm -rf -- "$@"`;

/**
 * Removes a tree that strangers have filled, with folders that they have closed and however deep it is.
 * rm(1) does it, which goes from each open folder to the next: Node names everything by its whole path, of
 * which the system takes 4,096 bytes, and which a link that is put into it meanwhile leads elsewhere.
 *
 * The tree gives up its name at once, and goes whole even when we have to end before it is gone.
 * @throws BuilderError NOT_WRITABLE
 */
export async function removeTree(tree: HostPath): Promise<void> {
  // Most often nothing is there, which is found out without a program.
  if (!(await isThere(tree))) return;
  const going = putAside(tree);
  const { status, complaints } = await ended(startRemover([going], 'pipe'));
  if (status === 0) return;
  if (going !== tree) await rename(going, tree).catch(() => undefined);
  throw new BuilderError('NOT_WRITABLE', `${tree} can't be removed`, {
    excerpt: complaints.replaceAll(going, tree).trimEnd().split('\n').slice(-5),
    hint: 'Does it belong to another user, or is something mounted in it?',
  });
}

/** Has files and trees removed that are ours alone, without waiting for it: for whoever ends at once. */
export function removeBehindUs(paths: readonly HostPath[]): void {
  const going = paths.filter((path) => existsSync(path)).map(putAside);
  if (going.length === 0) return;
  const remover = startRemover(going, 'ignore');
  // Without it, they are there for `cache prune` to remove.
  remover.on('error', () => undefined);
  remover.unref();
}

/** Node itself starts it, since that takes no time: who is killed before leaves a tree without its name. */
function startRemover(going: readonly HostPath[], stderr: 'ignore' | 'pipe'): ChildProcess {
  return spawn('sh', ['-c', REMOVE, 'remove', ...going], {
    detached: true,
    stdio: ['ignore', 'ignore', stderr],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
}

async function ended(
  remover: ChildProcess,
): Promise<{ readonly status: number; readonly complaints: string }> {
  let complaints = '';
  remover.stderr?.on('data', (piece: Buffer) => {
    complaints = `${complaints}${piece.toString()}`.slice(-10_000);
  });
  const status = await new Promise<number>((resolve) => {
    remover.once('close', (code) => {
      resolve(code ?? 128);
    });
    remover.once('error', (error) => {
      complaints = reasonOf(error);
      resolve(127);
    });
  });
  return { status, complaints };
}

/** Gives it a name that nobody wants to have: the next run may make another tree of its own. */
function putAside(tree: HostPath): HostPath {
  const going = nameAside(tree);
  try {
    if (going !== tree) renameSync(tree, going);
    return going;
  } catch {
    // Why it can't be, rm(1) says.
    return tree;
  }
}

function nameAside(tree: HostPath): HostPath {
  if (isGoing(nodePath.basename(tree))) return tree;
  return inHost(hostPath(nodePath.dirname(tree)), goingName());
}

async function isThere(path: HostPath): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
