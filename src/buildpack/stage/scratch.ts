import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import type { BuildContext } from '../../build/index.js';
import { systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { cacheLock, explainSystemError, withLock } from '../../store/index.js';

/**
 * Runs something with an empty folder in the cache, which is gone afterwards, whatever happens.
 * @throws BuilderError NOT_WRITABLE, DISK_FULL
 */
export async function withScratch<T>(
  purpose: string,
  { folders, signal }: BuildContext,
  work: (scratch: HostPath) => Promise<T>,
): Promise<T> {
  const name = `${purpose}-${randomUUID()}`;
  const scratch = inHost(folders.work, name);
  // Held, so that pruning the cache leaves it alone.
  const lock = cacheLock(folders, 'work', name);
  const use = async () => {
    try {
      await mkdir(scratch, { recursive: true });
      return await work(scratch);
    } catch (error) {
      throw explainSystemError(error, scratch);
    } finally {
      await removeTree(scratch);
    }
  };
  return await withLock(lock, use, signal ? { signal } : {});
}

/** Removes a tree, with the folders in it that scripts have made read-only. */
export async function removeTree(tree: HostPath): Promise<void> {
  const remove = () => rm(tree, { recursive: true, force: true, maxRetries: 3 });
  try {
    await remove();
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(systemErrorCode(error) ?? '')) throw error;
    await openFolders(tree);
    await remove();
  }
}

/** From the top, since nothing below a closed folder can be seen. */
async function openFolders(folder: HostPath): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openFolders(inHost(folder, entry.name));
  }
}
