import { chmod, mkdir, symlink } from 'node:fs/promises';
import { inHost, type HostPath } from '../path.js';
import { copyBytes, explainSystemError } from '../files/index.js';
import { listTree } from './walk.js';

/**
 * Copies the files, folders and links of a tree, whose owner may read all of the copy whatever may be
 * done with the original. The files share their blocks where the file system can.
 * @param to nothing is there
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function copyContents(
  from: HostPath,
  to: HostPath,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await mkdir(to);
    // A folder comes before what is in it.
    for (const entry of await listTree(from, signal)) {
      signal?.throwIfAborted();
      const copy = inHost(to, entry.path);
      if (entry.kind === 'directory') await mkdir(copy);
      if (entry.kind === 'link') await symlink(entry.target, copy);
      if (entry.kind !== 'file') continue;
      await copyBytes(inHost(from, entry.path), copy, { signal });
      await chmod(copy, 0o600);
    }
  } catch (error) {
    throw explainSystemError(error, to);
  }
}
