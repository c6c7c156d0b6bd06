import { readdir } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';

/** The names in a folder, sorted; none when there is no such folder, or it is a file. */
export async function namesIn(folder: HostPath): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
