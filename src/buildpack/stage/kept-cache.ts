import { chmod, mkdir } from 'node:fs/promises';
import { BuilderError } from '../../error.js';
import type { HostPath } from '../../path.js';
import { explaining, explainSystemError, kindOf } from '../../files/index.js';
import { mendFolder, withFolderBeside } from '../../tree/index.js';
import { copyTree } from './copy.js';

/**
 * Fills a staging's cache with what the one before it left. As on the platform staging works on a
 * copy, so one that fails leaves the cache as it was.
 * @param kept the folder that is kept, if any; it needn't be there
 * @throws BuilderError USAGE when it is no folder
 */
export async function fillCache(
  kept: HostPath | undefined,
  cache: HostPath,
  signal?: AbortSignal,
): Promise<void> {
  if (kept !== undefined) await explaining(kept, () => mendFolder(kept));
  const kind = kept === undefined ? 'nothing' : await kindOf(kept);
  if (kept === undefined || kind === 'nothing') {
    await mkdir(cache);
    return;
  }
  if (kind !== 'folder') {
    throw new BuilderError('USAGE', `The cache ${kept} is not a folder.`, {
      hint: 'Name a folder with --cache-dir; it is made when it is not there.',
    });
  }
  await copyTree(kept, cache, { signal });
  await chmod(cache, 0o755);
}

/**
 * Puts a cache in the place of the one that is kept, whole or not at all.
 * @throws BuilderError NOT_WRITABLE, DISK_FULL
 */
export async function keepCache(
  cache: HostPath,
  kept: HostPath,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await withFolderBeside(kept, async (fresh, putInPlace) => {
      await copyTree(cache, fresh, { signal });
      await putInPlace();
    });
  } catch (error) {
    throw explainSystemError(error, kept);
  }
}
