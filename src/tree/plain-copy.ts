import { chmod, constants, mkdir, open, opendir, utimes, type FileHandle } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import { copyBytes } from '../files/index.js';
import { hostPath, inHost, type HostPath } from '../path.js';

/** What is copied at most; beyond it nothing is. */
export interface CopyLimits {
  /** Bytes in all, as the files give their sizes: one with holes counts whole. */
  readonly bytes: number;
  /** Names that are looked at. */
  readonly names: number;
}

/** What of a folder is copied, and how. */
export interface CopyOptions {
  readonly limits: CopyLimits;
  /** Names in the folder itself that are folders and wanted; all else there is left. */
  readonly wanted: (name: string) => boolean;
  readonly signal?: AbortSignal;
}

/** Deeper than anybody has reason to. */
const MAX_DEPTH = 10;

const NO_LINK = constants.O_RDONLY | constants.O_NOFOLLOW;

/** Names that mean nothing to a shell, a terminal or a walker of folders. */
const PLAIN_NAME = /^[a-z0-9][a-z0-9._-]*$/i;

/** What may be wrong with an entry that a stranger made: it is left out. */
const UNREADABLE: readonly (string | undefined)[] = [
  'EACCES',
  'EPERM',
  'ELOOP',
  'ENOENT',
  'ENOTDIR',
  'ENXIO',
];

/** That a folder has more than may be copied. */
class TooMuch extends Error {}

/**
 * Copies the regular files with plain names that a stranger left in a folder. Nothing is opened by a
 * way that a link could have changed: each folder is held open, and what is in it is named from there,
 * links refused (Node has no openat2(2); /proc/self/fd/N stands for it). Links, FIFOs, sockets, and files
 * that lend their owner's rights are left out, and empty files, which a machine that lost its power
 * makes of those not flushed yet: flushing each would take longer than it saves. The copies are ours, readable by
 * all and nothing more; they keep their times, and share their blocks where the file system can.
 * @param to an empty folder of ours that nobody else writes
 * @returns how many files; `too much` when the limits don't allow it, with a part of them copied
 */
export async function copyPlain(
  from: HostPath,
  to: HostPath,
  options: CopyOptions,
): Promise<number | 'too much'> {
  const left = { ...options.limits };
  try {
    return (
      (await withOpened(from, constants.O_DIRECTORY, (folder) => copyFolder(folder, to, 0))) ?? 0
    );
  } catch (error) {
    if (error instanceof TooMuch) return 'too much';
    throw error;
  }

  async function copyFolder(folder: FileHandle, target: HostPath, depth: number): Promise<number> {
    let files = 0;
    const here = throughHandle(folder);
    for await (const entry of await opendir(here)) {
      options.signal?.throwIfAborted();
      left.names -= 1;
      if (left.names < 0) throw new TooMuch();
      const { name } = entry;
      if (!PLAIN_NAME.test(name)) continue;
      const [source, copy] = [inHost(here, name), inHost(target, name)];
      if (entry.isDirectory()) {
        if (depth === MAX_DEPTH || (depth === 0 && !options.wanted(name))) continue;
        files +=
          (await withOpened(source, constants.O_DIRECTORY, async (below) => {
            await mkdir(copy);
            return await copyFolder(below, copy, depth + 1);
          })) ?? 0;
      } else if (entry.isFile() && depth > 0) {
        // Should it be a FIFO by now, opening it must not wait for a writer.
        const copied = await withOpened(source, constants.O_NONBLOCK, (file) =>
          copyOne(file, copy),
        );
        if (copied === true) files += 1;
      }
    }
    return files;
  }

  async function copyOne(file: FileHandle, copy: HostPath): Promise<boolean> {
    const found = await file.stat();
    if (!found.isFile() || found.size === 0 || (found.mode & 0o7000) !== 0) return false;
    left.bytes -= found.size;
    if (left.bytes < 0) throw new TooMuch();
    await copyBytes(throughHandle(file), copy, { exclusive: true, signal: options.signal });
    await chmod(copy, 0o644);
    await utimes(copy, found.atime, found.mtime);
    return true;
  }
}

/** Opens what is no link and runs `fn` with it; undefined when it can't be opened. */
async function withOpened<T>(
  path: HostPath,
  flags: number,
  fn: (handle: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, NO_LINK | flags);
  } catch (error) {
    if (UNREADABLE.includes(systemErrorCode(error))) return undefined;
    throw error;
  }
  try {
    return await fn(handle);
  } finally {
    await handle.close();
  }
}

/** What an open file is called, wherever its name leads by now; proc_pid_fd(5). */
function throughHandle({ fd }: FileHandle): HostPath {
  return hostPath('/proc/self/fd', String(fd));
}
