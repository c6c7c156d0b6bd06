import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { BuildContext } from '../../builder/place/index.js';
import { inHost, type HostPath } from '../../path.js';
import { cacheLock } from '../../store/index.js';
import { explainSystemError, withLock } from '../../files/index.js';
import { removeTree } from '../../tree/index.js';

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
      await mkdir(folders.work, { recursive: true });
      // Closed to others: what scripts leave in it may be anything, and run as us.
      await mkdir(scratch, { mode: 0o700 });
      return await work(scratch);
    } catch (error) {
      throw explainSystemError(error, scratch);
    } finally {
      await removeTree(scratch);
    }
  };
  return await withLock(lock, use, { signal });
}
