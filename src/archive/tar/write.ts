import {
  chmodSync,
  closeSync,
  fchmodSync,
  futimesSync,
  linkSync,
  mkdirSync,
  openSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { partsOf } from './member.js';
import type { TarMember } from './read.js';

/**
 * Fills a new folder. Whatever it is told to write, nothing gets outside that folder: a member is
 * written only into a folder that was made here, and what had its name before is removed, never
 * written to.
 *
 * Files are written synchronously, piece by piece as they come: asking a thread for each of the five
 * steps that a small file takes makes a tree of thousands several times slower.
 */
export class TreeWriter {
  readonly #root: HostPath;
  readonly #folders = new Set<string>(['']);

  /** @param root a folder that is there and empty */
  constructor(root: HostPath) {
    this.#root = root;
  }

  /** @throws the system's errors */
  async write(member: TarMember): Promise<void> {
    const parts = partsOf(member.path);
    if (member.type === 'directory') {
      this.#makeFolder(parts, member.mode);
      return;
    }
    this.#makeFolder(parts.slice(0, -1));
    const path = this.#inside(parts);
    const { type, target = '' } = member;
    if (type === 'file') await this.#writeFile(path, member);
    else if (type === 'symlink')
      replacing(path, () => {
        symlinkSync(target, path);
      });
    else if (type === 'hardlink') {
      const from = this.#file(target);
      replacing(path, () => {
        linkSync(from, path);
      });
    } else throw new Error(`${member.path} can't be written`);
  }

  /** A path that a hard link leads to; it may be in no folder but one that was made here. */
  #file(target: string): HostPath {
    const parts = partsOf(target);
    if (this.#folders.has(parts.slice(0, -1).join('/'))) return this.#inside(parts);
    throw new Error(`there is no ${target} in this tree`);
  }

  #inside(parts: readonly string[]): HostPath {
    if (parts.length === 0 || parts.includes('..'))
      throw new Error(`not a path in a tree: ${parts.join('/')}`);
    return inHost(this.#root, ...parts);
  }

  /** Makes a folder and those above it; one that something else stands in the way of can't be made. */
  #makeFolder(parts: readonly string[], mode?: number): void {
    const key = parts.join('/');
    if (this.#folders.has(key)) {
      if (mode !== undefined && key !== '') chmodSync(this.#inside(parts), mode | 0o700);
      return;
    }
    this.#makeFolder(parts.slice(0, -1));
    const path = this.#inside(parts);
    mkdirSync(path);
    // Whatever the umask is, and so that more can be written into it.
    chmodSync(path, (mode ?? 0o755) | 0o700);
    this.#folders.add(key);
  }

  async #writeFile(path: HostPath, { content, mode, mtime }: TarMember): Promise<void> {
    const file = replacing(path, () => openSync(path, 'wx', 0o600));
    try {
      for await (const piece of content) writeAll(file, piece);
      if (mtime !== undefined) futimesSync(file, mtime, mtime);
      // Last, since writing takes set-uid bits away.
      fchmodSync(file, mode ?? 0o644);
    } finally {
      closeSync(file);
    }
  }
}

/** Makes something that must not be there; if it is, it goes first. */
function replacing<T>(path: HostPath, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
  unlinkSync(path);
  return make();
}

function writeAll(file: number, piece: Uint8Array): void {
  for (let written = 0; written < piece.length;) {
    const count = writeSync(file, piece, written);
    // Some file systems answer so when they are full; asking again would never end.
    if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
    written += count;
  }
}
