import { chmodSync, closeSync, linkSync, symlinkSync } from 'node:fs';
import { systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import {
  finishFile,
  newFile,
  newFolder,
  replacing,
  SmallFiles,
  UnwritableError,
  writeAll,
} from './files/index.js';
import { partsOf } from './member.js';
import type { TarMember } from './read.js';

/** Permission bits of what has none of its own. */
const MODES = { folder: 0o755, file: 0o644 } as const;

/**
 * Fills a new folder. Whatever it is told to write, nothing gets outside that folder: a member is
 * written only into a folder that was made here, and what had its name before is removed, never
 * written to.
 *
 * Small files are written behind the caller's back, in no certain order unless {@link TreeWriter.keepOrder}
 * is asked for; what they fail with comes with a later member, or at the end.
 */
export class TreeWriter {
  readonly #smallFiles = new SmallFiles();
  /** Those that were made, by their paths in the tree. */
  readonly #folders = new Map<string, HostPath>();
  /** That of the member before, by its path as the archive has it: most often the next one is there too. */
  #last: { readonly path: string; readonly folder: HostPath };

  /** @param root a folder that is there and empty */
  constructor(root: HostPath) {
    this.#folders.set('', root);
    this.#last = { path: '', folder: root };
  }

  /**
   * @param mode permission bits
   * @returns when there is something to wait for, before the next member comes
   * @throws UnwritableError
   */
  write(member: TarMember, mode = member.mode): Promise<void> | undefined {
    const { path, type, content, mtime } = member;
    if (type === 'directory') {
      naming(path, () => this.#makeFolder(partsOf(path), mode));
      return undefined;
    }
    const place = naming(path, () => this.#placeOf(path));
    return type === 'file' && Buffer.isBuffer(content)
      ? this.#smallFiles.write(
          { path: place, member: path, mode: mode ?? MODES.file, mtime },
          content,
        )
      : this.#writeNow(member, place, mode);
  }

  /** From here on, of several files with one name the last one stays. */
  keepOrder(): void {
    this.#smallFiles.keepOrder();
  }

  /** Waits until all is written. */
  async finish(): Promise<void> {
    await this.#smallFiles.flush();
  }

  /** Ends what is still at work. */
  async end(): Promise<void> {
    await this.#smallFiles.end();
  }

  /** Writes what takes long, or may need what was written before. */
  async #writeNow(member: TarMember, place: string, mode?: number): Promise<void> {
    const { type, target = '' } = member;
    if (type === 'special') throw new Error(`${member.path} can't be written`);
    if (type !== 'file' || this.#smallFiles.keepsOrder) await this.finish();
    if (type === 'file') {
      await this.#writeFile(member, place, mode);
      return;
    }
    naming(member.path, () => {
      replacing(place, () => {
        if (type === 'symlink') symlinkSync(target, place);
        else linkSync(this.#placeOfFile(target), place);
      });
    });
  }

  async #writeFile(
    { path, content, mtime = NaN }: TarMember,
    place: string,
    mode: number = MODES.file,
  ): Promise<void> {
    const file = naming(path, () => newFile(place, mode));
    try {
      for await (const piece of Buffer.isBuffer(content) ? [content] : content) {
        naming(path, () => {
          writeAll(file, piece, 0, piece.length);
        });
      }
    } catch (error) {
      closeSync(file);
      throw error;
    }
    naming(path, () => {
      finishFile(file, mode, mtime);
    });
  }

  /** Where a member goes, in a folder that is made unless it was. */
  #placeOf(path: string): string {
    const { above, name } = splitPath(path);
    if (above !== this.#last.path) {
      this.#last = { path: above, folder: this.#makeFolder(partsOf(above)) };
    }
    return `${this.#last.folder}/${name}`;
  }

  /** Where a hard link leads; it may be in no folder but one that was made here. */
  #placeOfFile(path: string): string {
    const { above, name } = splitPath(path);
    const folder = this.#folders.get(partsOf(above).join('/'));
    if (folder === undefined) throw new Error(`there is no ${path} in this tree`);
    return `${folder}/${name}`;
  }

  /** Makes a folder and those above it; one that something else stands in the way of can't be made. */
  #makeFolder(parts: readonly string[], mode?: number): HostPath {
    const key = parts.join('/');
    const known = this.#folders.get(key);
    if (known !== undefined) {
      if (mode !== undefined && key !== '') chmodSync(known, mode | 0o700);
      return known;
    }
    const above = this.#makeFolder(parts.slice(0, -1));
    const folder = inHost(above, nameOf(parts.at(-1), key));
    // So that more can be written into it.
    newFolder(folder, (mode ?? MODES.folder) | 0o700);
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
  if (part === undefined || part === '..' || part.includes('\0'))
    throw new Error(`not a path in a tree: ${path}`);
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
