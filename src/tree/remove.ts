import { chmod, readdir, rm } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';

/** Removes a tree, with the folders in it that somebody has made read-only. */
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
