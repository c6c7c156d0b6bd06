import { randomUUID } from 'node:crypto';
import { constants, copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import nodePath from 'node:path';
import { hostPath, inHost, type HostPath } from '../path.js';
import { namesIn } from './names.js';
import { explaining } from './system-error.js';

/** A name for a file or folder while it is being written, beside the one that it will replace. */
export function temporaryName(name: string): string {
  return `.${name}.${randomUUID()}.tmp`;
}

/** Whether a file name is that of an unfinished file: being written, or left by a killed process. */
export function isTemporary(name: string): boolean {
  return /^\..+\.[0-9a-f-]{36}\.tmp$/.test(name);
}

/**
 * Removes the unfinished files that killed processes left in a folder. For callers that hold the
 * lock under which everybody writes there.
 */
export async function removeTemporaries(folder: HostPath): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (isTemporary(name)) await rm(inHost(folder, name), { force: true });
  }
}

/**
 * Puts a file in its place in one step: `write` makes it under a temporary name beside the target,
 * which is then flushed to the disk and renamed. Parent folders are made. Whatever fails, the
 * target stays as it was and the temporary file goes.
 * @returns what `write` returns
 * @throws BuilderError DISK_FULL, NOT_WRITABLE; what `write` throws
 */
export async function replaceFile<T>(
  target: HostPath,
  write: (temporary: HostPath) => Promise<T>,
): Promise<T> {
  const folder = hostPath(nodePath.dirname(target));
  const temporary = inHost(folder, temporaryName(nodePath.basename(target)));
  return await explaining(target, async () => {
    await mkdir(folder, { recursive: true });
    try {
      const result = await write(temporary);
      await flush(temporary);
      await rename(temporary, target);
      // Not every file system can flush a folder; the rename itself is whole all the same.
      await flush(folder).catch(() => undefined);
      return result;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

async function flush(path: HostPath): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a whole file, or nothing. Parent folders are made.
 * @param options.mode permission bits of the file, less the umask; 0o666 unless given
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function writeFileAtomic(
  path: HostPath,
  data: string | Uint8Array,
  options: { mode?: number } = {},
): Promise<void> {
  await replaceFile(path, async (temporary) => {
    const handle = await open(temporary, 'wx', options.mode ?? 0o666);
    try {
      await handle.writeFile(data);
    } finally {
      await handle.close();
    }
  });
}

/**
 * Copies a file whole, or not at all; shares the blocks where the file system can (reflink).
 * Parent folders are made, an existing file is replaced.
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function copyAtomic(from: HostPath, to: HostPath): Promise<void> {
  await replaceFile(to, (temporary) =>
    copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE),
  );
}
