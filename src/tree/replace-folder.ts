import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import nodePath from 'node:path';
import { systemErrorCode } from '../error.js';
import {
  ifAbandoned,
  isFolder,
  lockOpen,
  makeTemporary,
  temporariesOf,
  temporaryName,
} from '../files/index.js';
import { hostPath, inHost, type HostPath } from '../path.js';
import { removeTree } from './remove.js';

/**
 * Has a folder filled beside the one that it may replace, under a temporary name that is gone afterwards.
 * Parent folders are made.
 * @param use gets the empty folder, and what puts it in the target's place in one step, whatever is there
 * @throws the system's errors; what `use` throws
 */
export async function withFolderBeside<T>(
  target: HostPath,
  use: (coming: HostPath, putInPlace: () => Promise<void>) => Promise<T>,
): Promise<T> {
  await mkdir(nodePath.dirname(target), { recursive: true });
  await mendFolder(target);
  const { path, handle } = await makeTemporary(target, async (made) => {
    await mkdir(made);
    return await open(made, 'r');
  });
  try {
    return await use(path, () => putInPlace(path, target));
  } finally {
    await handle.close();
    await removeTree(path);
  }
}

/**
 * Removes what killed processes left beside a folder that they were about to replace; and when one was
 * killed after it had put the former one aside, puts that back.
 */
export async function mendFolder(target: HostPath): Promise<void> {
  for (const path of await temporariesOf(target)) {
    await ifAbandoned(path, () => removeTree(path));
  }
  for (const path of await temporariesOf(aside(target))) {
    await ifAbandoned(path, async () => {
      if (await isFolder(target)) await removeTree(path);
      else await rename(path, target);
    });
  }
}

async function putInPlace(coming: HostPath, target: HostPath): Promise<void> {
  for (;;) {
    const former = await putAside(target);
    try {
      await rename(coming, target);
      return;
    } catch (error) {
      // Somebody else was quicker with his own, which is then replaced as well: the last one stays.
      const taken = ['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '');
      if (!taken && former !== undefined) await rename(former.path, target);
      if (!taken) throw error;
    } finally {
      await former?.handle.close();
      if (former !== undefined) await removeTree(former.path);
    }
  }
}

/** Gives what is there another name, and holds it, so that nobody takes it for abandoned. */
async function putAside(
  target: HostPath,
): Promise<{ path: HostPath; handle: FileHandle } | undefined> {
  try {
    const handle = await open(target, 'r');
    await lockOpen(target, handle);
    const path = inHost(
      hostPath(nodePath.dirname(target)),
      temporaryName(nodePath.basename(aside(target))),
    );
    await rename(target, path);
    return { path, handle };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function aside(target: HostPath): HostPath {
  return hostPath(`${target}.old`);
}
