import { lstat } from 'node:fs/promises';
import { BuilderError, systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { tryProgram } from '../program/index.js';

/**
 * Removes a tree that strangers have filled, with folders that they have closed and however deep it is.
 * rm(1) does it, which goes from each open folder to the next: Node names everything by its whole path, of
 * which the system takes 4,096 bytes, and which a link that is put into it meanwhile leads elsewhere.
 * @throws BuilderError NOT_WRITABLE
 */
export async function removeTree(tree: HostPath): Promise<void> {
  // Most often nothing is there, which is found out without a program.
  if (!(await isThere(tree))) return;
  if ((await run('rm', '--force', '--recursive', '--', tree)) === undefined) return;
  await run('chmod', '--recursive', 'u+rwx', '--', tree);
  const complaint = await run('rm', '--force', '--recursive', '--', tree);
  if (complaint === undefined) return;
  throw new BuilderError('NOT_WRITABLE', `${tree} can't be removed`, {
    excerpt: complaint.trimEnd().split('\n').slice(-5),
    hint: 'Does it belong to another user, or is something mounted in it?',
  });
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

/** @returns what the program complained of, or undefined */
async function run(...argv: [string, ...string[]]): Promise<string | undefined> {
  const { exitCode, stderr } = await tryProgram(argv);
  return exitCode === 0 ? undefined : stderr;
}
