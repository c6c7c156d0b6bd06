import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import nodePath from 'node:path';
import type { BuildContext } from '../../builder/place/index.js';
import { inHost, type HostPath } from '../../path.js';
import { cacheLock } from '../../store/index.js';
import {
  explainSystemError,
  namesIn,
  noteUnfinished,
  tryLock,
  withLock,
} from '../../files/index.js';
import { removeTree } from '../../tree/index.js';
import type { Setting } from './request.js';

/** A folder for one staging, or for running an application once. */
export interface Scratch {
  readonly folder: HostPath;
  /** The name of the staging: `my-app-debian12-x64-1a2b3c4d`. */
  readonly name: string;
}

/**
 * Runs something with an empty folder in the cache, which is gone afterwards, whatever happens. Its name
 * is that of the staging, as events have it, with an ending.
 * @param what the application or droplet, which the name begins with
 * @throws BuilderError NOT_WRITABLE, DISK_FULL
 */
export async function withScratch<T>(
  what: HostPath,
  { stack, arch }: Pick<Setting, 'stack' | 'arch'>,
  { folders, signal }: BuildContext,
  work: (scratch: Scratch) => Promise<T>,
): Promise<T> {
  const name = [plainName(what), stack.name, arch, randomUUID().slice(0, 8)].join('-');
  await removeAbandoned(folders);
  const scratch = inHost(folders.work, `${name}${ENDING}`);
  // Held, so that pruning the cache and other stagings leave it alone.
  const lock = cacheLock(folders, 'work', `${name}${ENDING}`);
  const use = async () => {
    try {
      await mkdir(folders.work, { recursive: true });
      // Closed to others: what scripts leave in it may be anything, and run as us.
      await mkdir(scratch, { mode: 0o700 });
      noteUnfinished(scratch);
      return await work({ folder: scratch, name });
    } catch (error) {
      throw explainSystemError(error, scratch);
    } finally {
      await removeTree(scratch);
    }
  };
  return await withLock(lock, use, { signal });
}

/** Tells the folder of a staging from those of builds, which stay when they fail. */
const ENDING = '.staging';

/** Removes what stagings left that were killed. */
async function removeAbandoned(folders: BuildContext['folders']): Promise<void> {
  for (const name of await namesIn(folders.work)) {
    if (!name.endsWith(ENDING)) continue;
    await tryLock(cacheLock(folders, 'work', name), () => removeTree(inHost(folders.work, name)));
  }
}

/** A word for a folder's name, from that of whatever somebody stages. */
function plainName(path: HostPath): string {
  const name = nodePath
    .basename(path)
    .replace(/[^\w.+~-]+/g, '_')
    .replace(/^[.-]+/, '');
  return name.slice(0, 100) || 'application';
}
