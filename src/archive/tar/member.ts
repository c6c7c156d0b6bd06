import { paced } from '../../pace.js';
import { Places, ROOT } from './places.js';

/** One entry of an archive, as far as its safety depends on it. */
export interface Member {
  /** As the archive has it. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'special';
  /** A symlink's target is relative to the member, a hard link's to the archive's root. */
  readonly target?: string | undefined;
}

/** A member that must not be unpacked, and why, as the end of «NAME: …». */
export interface UnsafeMember {
  readonly member: string;
  readonly reason: string;
}

/** The parts of a path in an archive: without the root, doubled slashes and `.`. */
export function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** Files of macOS's: what Finder knows of a folder, and attributes of the file of that name (AppleDouble). */
const LITTER = /^(?:\.DS_Store$|\._)/;

/** What is at a place: bits, as an archive may have a file twice. */
const KIND = { file: 1, hardlink: 2, directory: 4, symlink: 8 } as const;
const SOME_FILE = KIND.file | KIND.hardlink;
const SOME_MEMBER = SOME_FILE | KIND.directory | KIND.symlink;
const HAS_SOMETHING_IN_IT = 16;

/**
 * What unpacking an archive would make. No member and no link may leave it, and none may be written
 * through a link, whatever the order of the members; of several files with one name the last one
 * counts, of several links too.
 */
export class MemberTree {
  readonly #places = new Places();
  readonly #links: { readonly path: string; readonly target: string }[] = [];
  /** That of the member before: most often the next one is in it too. */
  #folder = { path: '', place: ROOT };
  #tops = 0;
  /** What is beside the folder that all else may be in, and may be left out for it. */
  readonly #beside = new Map<string, number>();
  #size = 0;
  #hasRepeats = false;

  /** Whether a file, or a hard link, has come that replaces an earlier one. */
  get hasRepeats(): boolean {
    return this.#hasRepeats;
  }

  /** How many things unpacking makes, folders that are no members included. */
  get size(): number {
    return this.#size;
  }

  /**
   * The folder that every member is in, if there is one with something in it. What Finder and the tar of
   * macOS leave beside it doesn't count, see {@link litter}.
   */
  get top(): string | undefined {
    const isLitter = (place: number) => !this.#has(place, ~SOME_FILE);
    if (this.#tops !== 1 || ![...this.#beside.values()].every(isLitter)) return undefined;
    const only = this.#places.firstIn(ROOT, (name) => !this.#beside.has(name));
    return only !== undefined && this.#has(only.place, HAS_SOMETHING_IN_IT) ? only.name : undefined;
  }

  /** Names of the files beside {@link top} that belong to no source: `.DS_Store`, and `._NAME` for attributes. */
  get litter(): string[] {
    return this.top === undefined ? [] : [...this.#beside.keys()];
  }

  /**
   * Adds a member.
   * @returns what is wrong with it, or with one before it that it contradicts; it may not be written then.
   * Of links, the rest is for {@link findUnsafe} to tell.
   */
  add(member: Member): UnsafeMember | undefined {
    const { path, type } = member;
    const reason = pathFault(member);
    if (reason !== undefined) return { member: path, reason };
    if (type === 'special') {
      return { member: path, reason: 'it is neither a file nor a folder nor a link' };
    }
    const cut = path.lastIndexOf('/') + 1;
    const name = path.slice(cut);
    return name === '' || name === '.'
      ? this.#addParts(member, partsOf(path))
      : this.#addNamed(member, path.slice(0, cut), name);
  }

  /**
   * The first link that must not be unpacked, once all members are there.
   * @param options.dropTop whether {@link top}, if there is one, becomes the tree itself
   */
  async findUnsafe({
    dropTop = false,
    signal,
  }: { readonly dropTop?: boolean; readonly signal?: AbortSignal } = {}): Promise<
    UnsafeMember | undefined
  > {
    const floor = dropTop && this.top !== undefined ? 1 : 0;
    for await (const { path, target } of paced(this.#links, signal)) {
      const reason = this.#symlinkFault(partsOf(path), target, floor);
      if (reason !== undefined) return { member: path, reason };
    }
    return undefined;
  }

  #addParts(member: Member, parts: readonly string[]): UnsafeMember | undefined {
    const name = parts.at(-1);
    if (name !== undefined) {
      return this.#addNamed(member, parts.slice(0, -1).join('/'), name);
    }
    this.#size += 1;
    return member.type === 'directory'
      ? undefined
      : { member: member.path, reason: 'it has the path of the tree itself' };
  }

  #addNamed(member: Member, folder: string, name: string): UnsafeMember | undefined {
    const above = this.#findFolder(folder);
    if (typeof above === 'string') return { member: member.path, reason: above };
    const place = this.#make(above, name);
    // A name that comes again makes nothing more, but takes memory and time all the same.
    if (this.#has(place, SOME_MEMBER)) this.#size += 1;
    return this.#take(member, place);
  }

  /** The place of a folder, which is made; or why nothing can be in it. */
  #findFolder(path: string): number | string {
    if (path === this.#folder.path) return this.#folder.place;
    const parts = partsOf(path);
    let place = ROOT;
    for (const [index, part] of parts.entries()) {
      place = this.#make(place, part);
      const above = () => parts.slice(0, index + 1).join('/');
      if (this.#has(place, KIND.symlink)) return `it would be written through the link ${above()}`;
      if (this.#has(place, SOME_FILE)) return `it would be written below the file ${above()}`;
    }
    this.#folder = { path, place };
    return place;
  }

  #make(folder: number, name: string): number {
    const { place, isNew } = this.#places.make(folder, name);
    if (!isNew) return place;
    this.#places.addBits(folder, HAS_SOMETHING_IN_IT);
    this.#size += 1;
    if (folder === ROOT) {
      if (LITTER.test(name)) this.#beside.set(name, place);
      else this.#tops += 1;
    }
    return place;
  }

  /** Puts a member into its place. */
  #take(member: Member, place: number): UnsafeMember | undefined {
    const { path, type, target = '' } = member;
    if (type === 'special') throw new TypeError(`${path} has no place`);
    const others = this.#places.bits(place) & SOME_MEMBER;
    const reason = conflict(others, type);
    if (reason !== undefined) return { member: path, reason };
    const child =
      type !== 'directory' && this.#has(place, HAS_SOMETHING_IN_IT)
        ? this.#firstIn(place)
        : undefined;
    if (child !== undefined) {
      const own = partsOf(path).join('/');
      const what = type === 'symlink' ? 'through the link' : 'below the file';
      return { member: `${own}/${child}`, reason: `it would be written ${what} ${own}` };
    }
    const fault =
      type === 'symlink'
        ? this.#symlinkFault(partsOf(path), target, 0)
        : type === 'hardlink'
          ? this.#hardlinkFault(place, target)
          : undefined;
    if (fault !== undefined) return { member: path, reason: fault };
    if ((others & SOME_FILE) !== 0) this.#hasRepeats = true;
    this.#places.addBits(place, KIND[type]);
    if (type === 'symlink') this.#links.push({ path, target });
    return undefined;
  }

  #symlinkFault(parts: readonly string[], target: string, floor: number): string | undefined {
    const walked = this.#placesAlong(parts.slice(0, -1));
    let throughLink = false;
    for (const part of partsOf(target)) {
      if (part === '..') {
        // Where `..` leads from behind a link can't be told from the names alone.
        if (throughLink)
          return `it is a link to ${target}, which goes back from behind another link`;
        if (walked.length <= floor) return `it is a link out of the tree, to ${target}`;
        walked.pop();
      } else {
        const folder = walked.length === 0 ? ROOT : walked.at(-1);
        const place = this.#placeIn(folder, part);
        walked.push(place);
        throughLink ||= this.#has(place, KIND.symlink);
      }
    }
    return undefined;
  }

  #hardlinkFault(own: number, target: string): string | undefined {
    const parts = partsOf(target);
    if (target.startsWith('/') || parts.includes('..')) {
      return `it is a hard link out of the tree, to ${target}`;
    }
    const along = this.#placesAlong(parts);
    if (along.some((place) => this.#has(place, KIND.symlink))) {
      return `it is a hard link through the link ${target}`;
    }
    const place = along.at(-1);
    // A file that tar was told of twice is a link to itself the second time, and stays what it is.
    if (place === own && !this.#has(own, SOME_FILE)) return 'it is a hard link to itself';
    return this.#has(place, SOME_FILE)
      ? undefined
      : `it is a hard link to ${target}, which is not in the archive before it`;
  }

  /** The path, below a folder, of the first member in it. */
  #firstIn(folder: number): string {
    const path: string[] = [];
    let first = this.#places.firstIn(folder);
    while (first !== undefined) {
      path.push(first.name);
      first = this.#has(first.place, SOME_MEMBER) ? undefined : this.#places.firstIn(first.place);
    }
    return path.join('/');
  }

  #has(place: number | undefined, bits: number): boolean {
    return place !== undefined && (this.#places.bits(place) & bits) !== 0;
  }

  #placeIn(folder: number | undefined, name: string): number | undefined {
    return folder === undefined ? undefined : this.#places.find(folder, name);
  }

  /** What is at each part of a path. */
  #placesAlong(parts: readonly string[]): (number | undefined)[] {
    let place: number | undefined = ROOT;
    return parts.map((part) => (place = this.#placeIn(place, part)));
  }
}

/** What is wrong with the texts of a member, whatever else is in the archive. */
function pathFault({ path, type, target = '' }: Member): string | undefined {
  if (path.includes('\0')) return 'its path has a NUL byte in it';
  if (path.startsWith('/')) return 'its path is absolute';
  if (path.includes('..') && partsOf(path).includes('..')) return 'its path has .. in it';
  if (type !== 'symlink') return undefined;
  if (target === '') return 'it is a link to nothing';
  if (target.includes('\0')) return 'it is a link to a path with a NUL byte in it';
  if (target.startsWith('/')) return `it is a link to the absolute path ${target}`;
  return undefined;
}

/** Why a member can't have the path of others. */
function conflict(others: number, type: keyof typeof KIND): string | undefined {
  if (others === 0) return undefined;
  const isLink = type === 'symlink';
  if (isLink !== ((others & KIND.symlink) !== 0)) return 'a link has the same path';
  const isFolder = type === 'directory';
  if (isFolder !== ((others & KIND.directory) !== 0)) return 'a folder has the same path';
  return undefined;
}
