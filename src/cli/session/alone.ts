import { withLock } from '../../files/index.js';
import type { HostPath } from '../../path.js';
import { cacheFolders, cacheRoot, fileLock } from '../../store/index.js';
import { writeLines } from '../print/output.js';
import { told } from '../print/told.js';
import type { Session } from './session.js';

/**
 * Runs what reads a file of the user's and writes it again, while no other command does so with the same
 * file.
 * @throws BuilderError NOT_WRITABLE, DISK_FULL for the cache, where the lock is; what `work` throws
 */
export async function aloneWith<T>(
  file: HostPath,
  { signal }: Session,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await fileLock(cacheFolders(cacheRoot(process.env)), file);
  const onWait = (reason: string) => {
    writeLines(
      process.stderr,
      told((why) => `Waiting: ${why}`, reason),
    );
  };
  return await withLock(lock, work, { signal, onWait });
}
