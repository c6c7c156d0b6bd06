import {
  closeSync,
  fchmodSync,
  fstatSync,
  futimesSync,
  openSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/*
 * Synchronous, since asking a thread of Node's for each of the steps that a small file takes makes a
 * tree of thousands several times slower. JavaScript, since a thread starts from nothing else.
 */

/**
 * Whether a file that is opened with this mode has it: the umask may take bits away, and set-uid bits
 * go when something is written.
 *
 * @type {Map<number, boolean>}
 */
const isKept = new Map();

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
  const file = replacing(path, () => openSync(path, 'wx', mode & 0o777));
  if (!isKept.has(mode)) isKept.set(mode, (fstatSync(file).mode & 0o7777) === mode);
  return file;
}

/**
 * @param {number} file
 * @param {Uint8Array} piece
 */
export function writeAll(file, piece) {
  for (let written = 0; written < piece.length;) {
    const count = writeSync(file, piece, written);
    // Some file systems answer so when they are full; asking again would never end.
    if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
    written += count;
  }
}

/**
 * @param {number} file
 * @param {{ readonly mode: number; readonly mtime: number | undefined }} as permission bits, and seconds
 */
export function finishFile(file, { mode, mtime }) {
  if (mtime !== undefined) futimesSync(file, mtime, mtime);
  // Last, since writing takes set-uid bits away.
  if (isKept.get(mode) !== true) fchmodSync(file, mode);
  closeSync(file);
}

/**
 * Writes whole files.
 *
 * @param {import('./batch.js').Batch} batch
 * @returns {import('./batch.js').Failed | undefined} the first that could not be written; none behind it
 * was tried
 */
export function writeBatch({ bytes, files }) {
  for (const { path, member, mode, mtime, start, end } of files) {
    try {
      const file = newFile(path, mode);
      try {
        writeAll(file, bytes.subarray(start, end));
      } catch (error) {
        closeSync(file);
        throw error;
      }
      finishFile(file, { mode, mtime });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      // By itself: of an error little more than the message gets from one thread to another.
      return { member, message: error.message, code: String(error.code) };
    }
  }
  return undefined;
}
