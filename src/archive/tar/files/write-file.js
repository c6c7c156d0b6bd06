import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/*
 * Synchronous, since asking a thread of Node's for each of the steps that a small file takes makes a
 * tree of thousands several times slower. JavaScript, since a thread starts from nothing else.
 */

/** Never an old file, nor through a link. */
const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/** Numbers of each file in a batch: mode, time, and where its content ends. */
export const NUMBERS = 3;

/**
 * Whether a file that is opened, or a folder that is made, with this mode has it: the umask may take
 * bits away, a folder above may give some, and set-uid bits go when something is written.
 *
 * @type {{ file: Map<number, boolean>, folder: Map<number, boolean> }}
 */
const isKept = { file: new Map(), folder: new Map() };

/**
 * Makes something that must not be there; if it is, it goes first.
 *
 * @template T
 * @param {string} path
 * @param {() => T} make
 * @returns {T}
 */
export function replacing(path, make) {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  unlinkSync(path);
  return make();
}

/**
 * Opens a new file, in the place of whatever had its name; a link there is never followed.
 *
 * @param {string} path
 * @param {number} mode permission bits; it has them when it is finished
 * @returns {number} to be written to, and given to {@link finishFile}
 */
export function newFile(path, mode) {
  const file = replacing(path, () => openSync(path, NEW, mode & 0o777));
  if (!isKept.file.has(mode)) isKept.file.set(mode, (fstatSync(file).mode & 0o7777) === mode);
  return file;
}

/**
 * Makes a folder, and gives it its mode whatever the umask is.
 *
 * @param {string} path
 * @param {number} mode permission bits
 */
export function newFolder(path, mode) {
  mkdirSync(path, mode & 0o777);
  if (!isKept.folder.has(mode)) isKept.folder.set(mode, (statSync(path).mode & 0o7777) === mode);
  if (isKept.folder.get(mode) !== true) chmodSync(path, mode);
}

/**
 * @param {number} file
 * @param {Uint8Array} bytes
 * @param {number} start where what is written begins in them
 * @param {number} end
 */
export function writeAll(file, bytes, start, end) {
  for (let at = start; at < end;) {
    const count = writeSync(file, bytes, at, end - at);
    // Some file systems answer so when they are full; asking again would never end.
    if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
    at += count;
  }
}

/**
 * @param {number} file
 * @param {number} mode permission bits
 * @param {number} mtime seconds; NaN leaves it
 */
export function finishFile(file, mode, mtime) {
  if (!Number.isNaN(mtime)) futimesSync(file, mtime, mtime);
  // Last, since writing takes set-uid bits away.
  if (isKept.file.get(mode) !== true) fchmodSync(file, mode);
  closeSync(file);
}

/**
 * @param {string} path
 * @param {number} mode permission bits
 * @param {number} mtime seconds; NaN leaves it
 * @param {Uint8Array} bytes
 * @param {number} start where its content begins in them
 * @param {number} end
 */
function writeFile(path, mode, mtime, bytes, start, end) {
  const file = newFile(path, mode);
  try {
    writeAll(file, bytes, start, end);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  finishFile(file, mode, mtime);
}

/**
 * Writes whole files.
 *
 * @param {import('./batch.js').Batch} batch
 * @returns {import('./batch.js').Failed | undefined} the first that could not be written; none behind it
 * was tried
 */
export function writeBatch({ paths, numbers, bytes }) {
  let start = 0;
  for (const [index, path] of paths.split('\0').entries()) {
    const at = index * NUMBERS;
    const end = numbers[at + 2];
    try {
      writeFile(path, numbers[at], numbers[at + 1], bytes, start, end);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      // By itself: of an error little more than the message gets from one thread to another.
      return { index, message: error.message, code: String(error.code) };
    }
    start = end;
  }
  return undefined;
}
