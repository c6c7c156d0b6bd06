import { constants, type Stats } from 'node:fs';
import { lstat, open, realpath, stat } from 'node:fs/promises';
import { BuilderError, systemErrorCode, type ErrorCode } from '../error.js';
import { isBelow } from '../name.js';
import { hostPath, inHost, type HostPath } from '../path.js';
import { LARGEST, whyTooLarge } from './largest.js';
import { explainingRead } from './system-error.js';

/** What a name in somebody's folder leads to: a file there, or why it isn't taken, as the end of a sentence. */
type Inside = { readonly kind: 'file'; readonly path: HostPath } | NotInside;

/** Why there is no file to take: nothing is there, or something that isn't taken. */
interface NotInside {
  readonly kind: 'missing' | 'refused';
  /** The end of a sentence. */
  readonly why: string;
}

/**
 * Finds a file of a folder that others have filled, whose content may be shown or published. A link is
 * followed as long as it stays in the folder: one that leads out would have a file of the machine taken
 * for theirs; and what isn't a file, such as a named pipe, would be waited for.
 * @param folder may itself be a link: whoever named it meant what it leads to
 * @param name relative to it
 * @returns the file's own path, without links
 */
export async function findInside(folder: HostPath, name: string): Promise<Inside> {
  const path = inHost(folder, name);
  const real = await realOf(path);
  if (typeof real === 'object') return real;
  const home = await realpath(folder);
  if (!isBelow(home, real)) {
    return { kind: 'refused', why: `leads out of ${folder}, to ${real}` };
  }
  const stats = await lstat(real);
  if (stats.isFile()) return { kind: 'file', path: hostPath(real) };
  return { kind: 'refused', why: stats.isDirectory() ? 'is a folder' : 'is not a regular file' };
}

/**
 * Reads a file that {@link findInside} finds, of so many bytes at most.
 * @returns its bytes, or why there are none, as the end of a sentence
 */
export async function readInside(
  folder: HostPath,
  name: string,
  most: number = LARGEST.document,
): Promise<{ readonly bytes: Buffer } | NotInside> {
  const found = await findInside(folder, name);
  if (found.kind !== 'file') return found;
  const file = await open(found.path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const why = whyTooLarge((await file.stat()).size, most);
    return why === undefined ? { bytes: await file.readFile() } : { kind: 'refused', why };
  } finally {
    await file.close();
  }
}

/**
 * Reads the whole of a regular file, links followed; never waits for a named pipe, and opens no device.
 * @param code of the error for what is something else, a folder included, or larger
 * @param most bytes
 * @throws BuilderError with that code, NOT_READABLE; the system's ENOENT for what isn't there
 */
export async function readRegular(
  path: HostPath,
  code: ErrorCode,
  most: number = LARGEST.document,
): Promise<Buffer> {
  return await explainingRead(path, async () => {
    requireRegular(await stat(path), path, code);
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      requireRegular(stats, path, code);
      const why = whyTooLarge(stats.size, most);
      if (why !== undefined) throw new BuilderError(code, `${path} ${why}`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  });
}

function requireRegular(stats: Stats, path: HostPath, code: ErrorCode): void {
  if (stats.isFile()) return;
  if (stats.isDirectory()) {
    throw new BuilderError(code, `${path}: it is a folder`, { hint: 'Move it out of the way.' });
  }
  throw new BuilderError(code, `${path}: it is not a regular file`, {
    hint: 'It is a named pipe, a device or the like: put a file there.',
  });
}

async function realOf(path: HostPath): Promise<string | NotInside> {
  try {
    return await realpath(path);
  } catch (error) {
    switch (systemErrorCode(error)) {
      case 'ENOENT':
      case 'ENOTDIR':
      case 'ENAMETOOLONG':
        return { kind: 'missing', why: 'is not there' };
      case 'ELOOP':
        return { kind: 'refused', why: 'is a link in a circle' };
      default:
        throw error;
    }
  }
}
