import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import nodePath from 'node:path';
import { hostPath, inHost, type HostPath } from '../path.js';
import { copyBytes } from './copy.js';
import { explaining } from './system-error.js';
import { makeTemporary, removeAbandoned, temporaryName, type Temporary } from './temporary.js';
import { noteUnfinished } from './unfinished.js';

/** How a file is put in its place. */
interface ReplaceOptions {
  /** Permission bits of the file, less the umask; 0o666 unless given. */
  readonly mode?: number;
  /**
   * Who holds a lock under which everybody writes there, and removes what killed processes left, says so:
   * the file is then not locked, which takes some milliseconds.
   */
  readonly underLock?: boolean;
}

/**
 * Puts a file in its place in one step: `write` fills it under a temporary name beside the target,
 * then it is flushed to the disk and renamed. Parent folders are made. Whatever fails, the
 * target stays as it was and the temporary file goes; that of a killed process goes with the next call.
 * @returns what `write` returns
 * @throws BuilderError DISK_FULL, NOT_WRITABLE; what `write` throws
 */
export async function replaceFile<T>(
  target: HostPath,
  write: (temporary: Temporary) => Promise<T>,
  { mode = 0o666, underLock = false }: ReplaceOptions = {},
): Promise<T> {
  const folder = hostPath(nodePath.dirname(target));
  return await explaining(target, async () => {
    await mkdir(folder, { recursive: true });
    if (!underLock) await removeAbandoned(target);
    const make = (path: HostPath) => open(path, 'wx', mode);
    const temporary = await (underLock ? unlocked(target, make) : makeTemporary(target, make));
    const { path, handle } = temporary;
    try {
      const result = await write(temporary);
      await handle.sync();
      await rename(path, target);
      // Not every file system can flush a folder; the rename itself is whole all the same.
      await flush(folder).catch(() => undefined);
      return result;
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  });
}

async function unlocked(
  target: HostPath,
  make: (path: HostPath) => Promise<FileHandle>,
): Promise<Temporary> {
  const path = inHost(hostPath(nodePath.dirname(target)), temporaryName(nodePath.basename(target)));
  const handle = await make(path);
  noteUnfinished(path);
  return { path, handle };
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
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function writeFileAtomic(
  path: HostPath,
  data: string | Uint8Array,
  options: ReplaceOptions = {},
): Promise<void> {
  await replaceFile(path, ({ handle }) => handle.writeFile(data), options);
}

/**
 * Copies a file whole, or not at all, with its mode; shares the blocks where the file system can (reflink).
 * Parent folders are made, an existing file is replaced. A signal ends it; its reason is thrown.
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function copyAtomic(
  from: HostPath,
  to: HostPath,
  { signal, ...options }: Pick<ReplaceOptions, 'underLock'> & { signal?: AbortSignal } = {},
): Promise<void> {
  await replaceFile(
    to,
    async ({ path, handle }) => {
      await copyBytes(from, path, { signal });
      await handle.chmod((await stat(from)).mode & 0o7777);
    },
    options,
  );
}
