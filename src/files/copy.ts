import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { chmod, chown, constants, copyFile, stat } from 'node:fs/promises';
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
  /** Permission bits of the copy; those of the file unless given. */
  readonly mode?: number;
  /** Whether nothing may be there yet. */
  readonly exclusive?: boolean;
  /** Ends the copying, with a part of it done; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Copies a file with its permission bits; shares the blocks where the file system can (reflink). What is there
 * keeps its owner, and what is new gets ours.
 * @throws the system's errors
 */
export async function copyBytes(
  from: HostPath,
  to: HostPath,
  { exclusive = false, signal, mode: wanted }: CopyOptions = {},
): Promise<void> {
  signal?.throwIfAborted();
  const flags = exclusive ? constants.COPYFILE_EXCL : 0;
  const found = await stat(from);
  const mode = (wanted ?? found.mode) & 0o7777;
  const owner = await ownerOf(to);
  const copyWhole = async (how: number) => {
    await copyFile(from, to, flags | how);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await giveTo(owner, to);
    // Changing the owner takes set-uid bits away.
    if (isRoot || wanted !== undefined) await chmod(to, mode);
  };
  if (found.size <= AT_ONCE) {
    await copyWhole(constants.COPYFILE_FICLONE);
    return;
  }
  // A copy that fails takes away what was there, and with it its other names.
  const mayFail = owner === undefined;
  if (mayFail && (await couldShare(copyWhole(constants.COPYFILE_FICLONE_FORCE)))) return;
  await copyPieces(from, to, { flags: exclusive ? 'wx' : 'w', mode, signal });
}

async function couldShare(copying: Promise<void>): Promise<boolean> {
  try {
    await copying;
    return true;
  } catch (error) {
    if (UNSHARED.includes(systemErrorCode(error))) return false;
    throw error;
  }
}

type Owner = Pick<Stats, 'uid' | 'gid'>;

async function ownerOf(path: HostPath): Promise<Owner | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Gives a copy that root made back to whom it was of, or to root: from Node 22 on it has the owner of what was copied. */
async function giveTo(owner: Owner | undefined, copy: HostPath): Promise<void> {
  const { uid, gid } = owner ?? { uid: 0, gid: process.getgid?.() ?? 0 };
  await chown(copy, uid, gid);
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
