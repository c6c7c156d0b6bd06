import { chmod, readdir, rm } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';

/** Removes a tree, with the folders in it that somebody has made read-only, however deep it is. */
export async function removeTree(tree: HostPath): Promise<void> {
  const remove = () => rm(tree, { recursive: true, force: true, maxRetries: 3 });
  try {
    await remove();
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (code === 'ENAMETOOLONG') {
      await removeDeep(tree);
      return;
    }
    if (!['EACCES', 'EPERM'].includes(code)) throw error;
    await openFolders(tree);
    await remove();
  }
}

/** Node names everything by its whole path, of which the system takes 4,096 bytes; rm(1) goes step by step. */
async function removeDeep(tree: HostPath): Promise<void> {
  const { execa } = await import('execa');
  await execa('rm', ['--recursive', '--force', '--', tree], { stdin: 'ignore' });
}

/** From the top, since nothing below a closed folder can be seen. */
async function openFolders(folder: HostPath): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openFolders(inHost(folder, entry.name));
  }
}
