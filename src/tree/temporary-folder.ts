import { mkdir, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { explaining, ifAbandoned, makeTemporary, temporariesOf } from '../files/index.js';
import { hostPath, inHost, type HostPath } from '../path.js';
import { removeTree } from './remove.js';

/** A folder for a moment. */
interface TemporaryFolder {
  readonly path: HostPath;
  readonly remove: () => Promise<void>;
}

/**
 * Makes an empty folder among the machine's temporary files, closed to other users; those of the same name
 * that killed processes left go first.
 * @param what a word for what it is for
 * @throws BuilderError NOT_WRITABLE, DISK_FULL
 */
export async function makeTemporaryFolder(what: string): Promise<TemporaryFolder> {
  const target = inHost(hostPath(tmpdir()), `binary-builder-${what}`);
  return await explaining(target, async () => {
    for (const path of await temporariesOf(target)) {
      await ifAbandoned(path, () => removeTree(path));
    }
    const { path, handle } = await makeTemporary(target, async (made) => {
      await mkdir(made, { mode: 0o700 });
      return await open(made, 'r');
    });
    const remove = async () => {
      await handle.close();
      await removeTree(path);
    };
    return { path, remove };
  });
}

/**
 * Runs something with such a folder, which is gone afterwards, whatever happens.
 * @throws BuilderError NOT_WRITABLE, DISK_FULL; what `use` throws
 */
export async function withTemporaryFolder<T>(
  what: string,
  use: (folder: HostPath) => Promise<T>,
): Promise<T> {
  const { path, remove } = await makeTemporaryFolder(what);
  try {
    return await use(path);
  } finally {
    await remove();
  }
}
