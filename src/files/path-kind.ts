import { stat } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';

/** What is at a path, links followed. */
export async function kindOf(path: HostPath): Promise<'file' | 'folder' | 'nothing' | 'other'> {
  try {
    const stats = await stat(path);
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(code)) return 'nothing';
    throw error;
  }
}

/** Whether there is a file at a path, links followed. */
export async function isFile(path: HostPath): Promise<boolean> {
  return (await kindOf(path)) === 'file';
}

/** Whether there is a folder at a path, links followed. */
export async function isFolder(path: HostPath): Promise<boolean> {
  return (await kindOf(path)) === 'folder';
}
