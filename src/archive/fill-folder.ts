import { mkdir, readdir } from 'node:fs/promises';
import { BuilderError } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { explainSystemError } from '../files/index.js';
import { removeTree } from '../tree/index.js';

/**
 * Makes a folder, with those above it, and has it filled. When filling it fails, it is as before.
 * @param into a folder that is empty, or is made and on failure removed again
 * @throws BuilderError NOT_WRITABLE, DISK_FULL; what `fill` throws
 */
export async function fillFolder(into: HostPath, fill: () => Promise<void>): Promise<void> {
  const made = await makeFolder(into);
  try {
    await fill();
  } catch (error) {
    await (made ? removeTree(into) : empty(into)).catch(() => undefined);
    throw error;
  }
}

/** @returns whether it wasn't there */
async function makeFolder(into: HostPath): Promise<boolean> {
  try {
    const made = await mkdir(into, { recursive: true });
    if (made !== undefined) return true;
    if ((await readdir(into)).length === 0) return false;
  } catch (error) {
    throw explainSystemError(error, into);
  }
  throw new BuilderError('NOT_WRITABLE', `cannot unpack into ${into}: there is something in it`, {
    hint: 'Choose a folder that is empty or does not exist.',
  });
}

async function empty(folder: HostPath): Promise<void> {
  for (const name of await readdir(folder)) await removeTree(inHost(folder, name));
}
