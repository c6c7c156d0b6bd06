import { chmodSync, closeSync, linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { finishFile, Lane, newFile, replacing, UnwritableError, writeAll } from './files/index.js';
import { partsOf } from './member.js';
import type { TarMember } from './read.js';

/** With more of them, threads only wait for one another in the kernel. */
const MOST_LANES = 2;

/** A folder that was made, and who writes the files in it. */
interface Folder {
  readonly path: HostPath;
  readonly lane: Lane;
}

/** Permission bits of what has none of its own. */
const MODES = { folder: 0o755, file: 0o644 } as const;

/**
 * Fills a new folder. Whatever it is told to write, nothing gets outside that folder: a member is
 * written only into a folder that was made here, and what had its name before is removed, never
 * written to.
 *
 * Small files are written behind the caller's back, in their order for each folder; what they fail
 * with comes with a later member, or at the end.
 */
export class TreeWriter {
  readonly #lanes = Array.from(
    { length: Math.min(MOST_LANES, availableParallelism()) },
    () => new Lane(),
  );
  /** Those that were made, by their paths in the tree. */
  readonly #folders = new Map<string, Folder>();
  /** That of the member before, by its path as the archive has it: most often the next one is there too. */
  #last: { readonly path: string; readonly folder: Folder };

  /** @param root a folder that is there and empty */
  constructor(root: HostPath) {
    this.#last = { path: '', folder: this.#addFolder('', root) };
  }

  /**
   * @returns when there is something to wait for, before the next member comes
   * @throws UnwritableError
   */
  write(member: TarMember): Promise<void> | undefined {
    const { path, type, atHand } = member;
    if (type === 'directory') {
      naming(path, () => {
        this.#makeFolder(partsOf(path), member.mode);
      });
      return undefined;
    }
    const place = naming(path, () => this.#placeOf(path));
    if (type !== 'file' || atHand === undefined) {
      return this.#writeNow(member, place.path);
    }
    const { mode = MODES.file, mtime } = member;
    return place.lane.write({ path: place.path, member: path, mode, mtime }, atHand);
  }

  /** Waits until all is written. */
  async finish(): Promise<void> {
    for (const lane of this.#lanes) await lane.flush();
  }

  /** Ends what is still at work. */
  async end(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.end()));
  }

  /** Writes what may need what was written before. */
  async #writeNow(member: TarMember, path: HostPath): Promise<void> {
    await this.finish();
    const { type, target = '' } = member;
    if (type === 'special') throw new Error(`${member.path} can't be written`);
    if (type === 'file') await this.#writeFile(path, member);
    naming(member.path, () => {
      if (type === 'symlink') {
        replacing(path, () => {
          symlinkSync(target, path);
        });
      }
      if (type === 'hardlink') {
        const from = this.#placeOfFile(target);
        replacing(path, () => {
          linkSync(from, path);
        });
      }
    });
  }

  async #writeFile(path: HostPath, member: TarMember): Promise<void> {
    const { content, mode = MODES.file, mtime } = member;
    const file = naming(member.path, () => newFile(path, mode));
    try {
      for await (const piece of content) {
        naming(member.path, () => {
          writeAll(file, piece);
        });
      }
    } catch (error) {
      closeSync(file);
      throw error;
    }
    naming(member.path, () => {
      finishFile(file, { mode, mtime });
    });
  }

  /** Where a member goes, in a folder that is made unless it was. */
  #placeOf(path: string): { path: HostPath; lane: Lane } {
    const { above, name } = splitPath(path);
    if (above !== this.#last.path) {
      this.#last = { path: above, folder: this.#makeFolder(partsOf(above)) };
    }
    const { folder } = this.#last;
    return { path: inHost(folder.path, name), lane: folder.lane };
  }

  /** Where a hard link leads; it may be in no folder but one that was made here. */
  #placeOfFile(path: string): HostPath {
    const { above, name } = splitPath(path);
    const folder = this.#folders.get(partsOf(above).join('/'));
    if (folder === undefined) throw new Error(`there is no ${path} in this tree`);
    return inHost(folder.path, name);
  }

  /** Makes a folder and those above it; one that something else stands in the way of can't be made. */
  #makeFolder(parts: readonly string[], mode?: number): Folder {
    const key = parts.join('/');
    const known = this.#folders.get(key);
    if (known !== undefined) {
      if (mode !== undefined && key !== '') chmodSync(known.path, mode | 0o700);
      return known;
    }
    const above = this.#makeFolder(parts.slice(0, -1));
    const path = inHost(above.path, nameOf(parts.at(-1), key));
    mkdirSync(path);
    // Whatever the umask is, and so that more can be written into it.
    chmodSync(path, (mode ?? MODES.folder) | 0o700);
    return this.#addFolder(key, path);
  }

  #addFolder(key: string, path: HostPath): Folder {
    const lane = this.#lanes[this.#folders.size % this.#lanes.length];
    if (lane === undefined) throw new TypeError('nobody to write');
    const folder = { path, lane };
    this.#folders.set(key, folder);
    return folder;
  }
}

/** The folder that a path is in, and its name there. */
function splitPath(path: string): { above: string; name: string } {
  const cut = path.lastIndexOf('/') + 1;
  const last = path.slice(cut);
  if (last !== '' && last !== '.') {
    return { above: path.slice(0, cut), name: nameOf(last, path) };
  }
  const parts = partsOf(path);
  return { above: parts.slice(0, -1).join('/'), name: nameOf(parts.at(-1), path) };
}

/** The last lock: nothing but a name gets below a folder. */
function nameOf(part: string | undefined, path: string): string {
  if (part === undefined || part === '..') throw new Error(`not a path in a tree: ${path}`);
  return part;
}

/** Does something for a member; what the system says of it comes with its name. */
function naming<T>(member: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw systemErrorCode(error) === undefined ? error : new UnwritableError(member, error);
  }
}
