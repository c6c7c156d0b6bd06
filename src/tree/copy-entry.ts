import { chmod, lstat, lutimes, mkdir, symlink, utimes } from 'node:fs/promises';
import { copyBytes } from '../files/index.js';
import { inHost, type HostPath } from '../path.js';
import type { Entry } from './walk.js';

/** A tree, and where a copy of it is made. */
interface Copying {
  readonly from: HostPath;
  readonly to: HostPath;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Copies one thing of a tree with its mode and times; a folder without what is in it, open to its owner
 * until {@link finishFolders}. A link stays one.
 * @param entry no special one
 */
export async function copyEntry({ from, to, signal }: Copying, entry: Entry): Promise<void> {
  const [original, copy] = [inHost(from, entry.path), inHost(to, entry.path)];
  switch (entry.kind) {
    case 'directory':
      await mkdir(copy, { recursive: true, mode: 0o700 });
      break;
    case 'link': {
      const { atime, mtime } = await lstat(original);
      await symlink(entry.target, copy);
      await lutimes(copy, atime, mtime);
      break;
    }
    case 'file':
      await copyBytes(original, copy, { exclusive: true, signal });
      await chmod(copy, entry.mode);
      await utimes(copy, entry.accessed, entry.modified);
      break;
    case 'special':
      throw new TypeError(`${original} can't be copied`);
  }
}

/**
 * Gives the folders of a copy the modes and times of the tree's. Last, since what comes into a folder changes
 * its time.
 */
export async function finishFolders(
  { from, to }: Copying,
  entries: readonly Entry[],
): Promise<void> {
  // From below, for the same reason.
  for (const { kind, path } of entries.toReversed()) {
    if (kind !== 'directory') continue;
    const { mode, atime, mtime } = await lstat(inHost(from, path));
    await chmod(inHost(to, path), mode & 0o7777);
    await utimes(inHost(to, path), atime, mtime);
  }
}
