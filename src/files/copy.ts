import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, constants, copyFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';

/** What a moment is enough for, in bytes: the system copies it in one go, which nothing ends. */
const AT_ONCE = 16 * 1024 * 1024;
const PIECE = 1024 * 1024;

/** That blocks can't be shared: by this file system, or with another one. */
const UNSHARED: readonly (string | undefined)[] = [
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'ENOTTY',
  'EXDEV',
  'EINVAL',
];

/** How a file is copied. */
interface CopyOptions {
  /** Whether nothing may be there yet. */
  readonly exclusive?: boolean;
  /** Ends the copying, with a part of it done; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Copies a file with its permission bits; shares the blocks where the file system can (reflink).
 * @throws the system's errors
 */
export async function copyBytes(
  from: HostPath,
  to: HostPath,
  { exclusive = false, signal }: CopyOptions = {},
): Promise<void> {
  signal?.throwIfAborted();
  const flags = exclusive ? constants.COPYFILE_EXCL : 0;
  const { size, mode } = await stat(from);
  if (size <= AT_ONCE) {
    await copyFile(from, to, flags | constants.COPYFILE_FICLONE);
    return;
  }
  try {
    await copyFile(from, to, flags | constants.COPYFILE_FICLONE_FORCE);
  } catch (error) {
    if (!UNSHARED.includes(systemErrorCode(error))) throw error;
    await copyPieces(from, to, { flags: exclusive ? 'wx' : 'w', mode: mode & 0o7777, signal });
  }
}

async function copyPieces(
  from: HostPath,
  to: HostPath,
  { flags, mode, signal }: { flags: string; mode: number; signal: AbortSignal | undefined },
): Promise<void> {
  const options = { highWaterMark: PIECE };
  const source = createReadStream(from, options);
  try {
    await pipeline(source, createWriteStream(to, { ...options, flags, mode }), { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
  await chmod(to, mode);
}
