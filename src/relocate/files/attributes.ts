import { chmod, utimes } from 'node:fs/promises';

import { inHost, type HostPath } from '../../path.js';
import type { FileEntry } from '../../tree/index.js';

const OWNER_READ_WRITE = 0o600;

/**
 * Does work that reads and changes files, read-only ones too (libraries are often installed 0555), and
 * gives them back the modes and times that they had, also when the work fails.
 */
export async function keepingAttributes<Result>(
  root: HostPath,
  files: readonly FileEntry[],
  work: () => Promise<Result>,
): Promise<Result> {
  for (const { path, mode } of files) {
    if ((mode & OWNER_READ_WRITE) !== OWNER_READ_WRITE) {
      await chmod(inHost(root, path), mode | OWNER_READ_WRITE);
    }
  }
  try {
    return await work();
  } finally {
    for (const { path, mode, accessed, modified } of files) {
      await chmod(inHost(root, path), mode);
      await utimes(inHost(root, path), accessed, modified);
    }
  }
}
