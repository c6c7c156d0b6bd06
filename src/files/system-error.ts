import { BuilderError, systemErrorCode } from '../error.js';

const REFUSED: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
};

const FULL: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on its disk',
  EDQUOT: 'the disk quota is used up',
};

/**
 * Turns what the system says about a failed write into an error for people: DISK_FULL or
 * NOT_WRITABLE. Anything else, a {@link BuilderError} included, comes back as it is.
 * @param path what was being written
 */
export function explainSystemError(error: unknown, path: string = pathOf(error)): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof BuilderError) return error;
  const full = FULL[code];
  if (full !== undefined) {
    return new BuilderError('DISK_FULL', `cannot write ${path}: ${full}`, {
      hint: 'Free some space there and start again; `binary-builder cache prune` removes what can be made again.',
      cause: error,
    });
  }
  const refused = REFUSED[code] ?? refusedFolder(error);
  if (refused !== undefined) {
    return new BuilderError('NOT_WRITABLE', `cannot write ${path}: ${refused}`, {
      hint: 'Give this user the right to write there, or choose another folder: --output-dir for what is published, BINARY_BUILDER_CACHE for the cache.',
      cause: error,
    });
  }
  return error;
}

/** The path that a system error is about. */
function pathOf(error: unknown): string {
  return error instanceof Error && 'path' in error && typeof error.path === 'string'
    ? error.path
    : 'a file';
}

/** A folder that can't be made since a file has its name is told apart by the system call alone. */
function codeOf(error: unknown): string | undefined {
  const code = systemErrorCode(error);
  const isMkdir = error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
  return code === 'EEXIST' && isMkdir ? 'ENOTDIR' : code;
}

/**
 * Folders are made with all that is missing above them, so that something is missing is no reason:
 * some kernels answer so for a new folder on a read-only mount.
 */
function refusedFolder(error: unknown): string | undefined {
  const isMkdir = error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
  return isMkdir && systemErrorCode(error) === 'ENOENT' ? 'no folder can be made there' : undefined;
}

/** Runs a write and lets its system errors out as {@link explainSystemError} words them. */
export async function explaining<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw explainSystemError(error, path);
  }
}
