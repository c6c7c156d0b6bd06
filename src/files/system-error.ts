import { BuilderError, systemErrorCode } from '../error.js';

/** Rights and kinds of places, by which a path is refused to a reader and a writer alike. */
const REFUSED: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
};

/** What is at a path, or how the path is, so that nobody's right would help. */
const IN_THE_WAY: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOTEMPTY: 'it is a folder with something in it',
  EEXIST: 'there is something of that name already',
  ELOOP: 'it is a link in a circle',
  ENAMETOOLONG: 'the name is longer than the file system allows',
  EBUSY: 'something else is using it',
  ETXTBSY: 'it is a program that is running',
  EFBIG: 'it would be larger than the file system allows',
  EXDEV: 'it is on another file system',
};

/** What the machine can't do at the moment. */
const FAILED: Readonly<Record<string, string>> = {
  EIO: 'the disk answers with an error',
  ESTALE: 'the file system on the network has lost it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
};

const FULL: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on its disk',
  EDQUOT: 'the disk quota is used up',
};

/** System calls that only look. */
const READING = new Set(['open', 'read', 'scandir', 'opendir', 'lstat', 'stat', 'readlink']);

/**
 * Turns what the system says about a failed write into an error for people: DISK_FULL or
 * NOT_WRITABLE. Anything else, a {@link BuilderError} included, comes back as it is.
 * @param path what was being written. Without it, the error may be of anything that was done with a file:
 * it names the path, if it knows it, and what was being read is told as {@link explainUnreadable} does
 */
export function explainSystemError(error: unknown, path?: string): unknown {
  if (path === undefined && isReading(error)) return explainUnreadable(error, undefined);
  const explained = explainDisk(error, path ?? pathOf(error));
  const reason = IN_THE_WAY[codeOf(explained) ?? ''];
  if (explained instanceof BuilderError || reason === undefined) return explained;
  return notWritable(path ?? pathOf(error), reason, MOVE_IT, error);
}

/**
 * Like {@link explainSystemError}, but for what is in the way or has no possible name: of files that somebody
 * else has named, in a folder of ours, that is the fault of whoever named them.
 */
export function explainDisk(error: unknown, path: string): unknown {
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
  if (refused !== undefined) return notWritable(path, refused, ALLOW_IT, error);
  const failed = FAILED[code];
  return failed === undefined ? error : notWritable(path, failed, TRY_AGAIN, error);
}

const ALLOW_IT =
  'Give this user the right to write there, or choose another folder: --output-dir for what is published, BINARY_BUILDER_CACHE for the cache.';
const MOVE_IT = 'Move it out of the way and start again.';
const TRY_AGAIN = 'Start again; if that does not help, look at the machine itself.';

function notWritable(path: string, reason: string, hint: string, cause: unknown): BuilderError {
  return new BuilderError('NOT_WRITABLE', `cannot write ${path}: ${reason}`, { hint, cause });
}

/**
 * Turns what the system says about a failed read into an error for people: NOT_READABLE. Anything else
 * comes back as it is: that there is nothing to read, above all, which most callers have an answer to.
 * @param path what was being read; undefined for whoever knows only what the error says, which then has
 * no other answer either
 */
export function explainUnreadable(error: unknown, path: string | undefined): unknown {
  const code = systemErrorCode(error);
  if (code === undefined || error instanceof BuilderError) return error;
  const absent = code === 'ENOENT' && path === undefined ? 'it is not there' : undefined;
  const reason = REFUSED[code] ?? IN_THE_WAY[code] ?? FAILED[code] ?? absent;
  if (reason === undefined) return error;
  return new BuilderError('NOT_READABLE', `cannot read ${path ?? pathOf(error)}: ${reason}`, {
    hint: hintOf(code),
    cause: error,
  });
}

function hintOf(code: string): string {
  if (code === 'ENOENT') return 'Put it back, or name another one.';
  if (code in REFUSED) return 'Give this user the right to read it.';
  return code in FAILED ? TRY_AGAIN : MOVE_IT;
}

/** Whether an error is of a file that somebody wanted to read: a socket, for one, has no path. */
function isReading(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && typeof error.syscall === 'string'
    ? READING.has(error.syscall) && ('path' in error || systemErrorCode(error) === 'EISDIR')
    : false;
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

/** Runs a read of a file and lets its system errors out as {@link explainUnreadable} words them. */
export async function explainingRead<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw explainUnreadable(error, path);
  }
}

/** Runs a write and lets its system errors out as {@link explainSystemError} words them. */
export async function explaining<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw explainSystemError(error, path);
  }
}
