/** One entry of an archive, as far as its safety depends on it. */
export interface Member {
  /** As the archive has it. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'special';
  /** A symlink's target is relative to the member, a hard link's to the archive's root. */
  readonly target?: string;
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

/**
 * Checks that unpacking touches nothing outside the tree, as {@link MemberTree} does.
 * @param top the folder that all members are in, when it becomes the tree itself
 */
export function findUnsafeMember(
  members: readonly Member[],
  top?: string,
): UnsafeMember | undefined {
  const tree = new MemberTree();
  for (const member of members) tree.add(member);
  return tree.findUnsafe(top);
}

/** What an archive has at one path. */
interface Place {
  /** Each once; none for a folder that is only there because something is in it. */
  readonly types: Member['type'][];
  inside?: Map<string, Place>;
  /** Which of the members is the first that a hard link can lead to. */
  firstFile: number;
}

/**
 * What unpacking an archive would make. No member and no link may leave it, and none may be written
 * through a link. Nothing is taken on trust from the order of the members; of several files with one
 * name the last one counts, of several links too.
 */
export class MemberTree {
  readonly #members: Member[] = [];
  readonly #root: Place = { types: [], firstFile: Infinity };
  #size = 0;

  /** How many things unpacking makes, folders that are no members included. */
  get size(): number {
    return this.#size;
  }

  add(member: Member): void {
    let place = this.#root;
    for (const part of partsOf(member.path)) place = this.#inside(place, part);
    // A name that comes again makes nothing more, but takes memory and time all the same.
    if (place.types.length > 0 || place === this.#root) this.#size += 1;
    if (!place.types.includes(member.type)) place.types.push(member.type);
    if (member.type === 'file' || member.type === 'hardlink') {
      place.firstFile = Math.min(place.firstFile, this.#members.length);
    }
    this.#members.push(member);
  }

  #inside(folder: Place, name: string): Place {
    const known = folder.inside?.get(name);
    if (known !== undefined) return known;
    const place: Place = { types: [], firstFile: Infinity };
    (folder.inside ??= new Map()).set(name, place);
    this.#size += 1;
    return place;
  }

  /**
   * The first member that must not be unpacked.
   * @param top the folder that all members are in, when it becomes the tree itself
   */
  findUnsafe(top?: string): UnsafeMember | undefined {
    const floor = top === undefined ? 0 : 1;
    for (const [index, member] of this.#members.entries()) {
      const reason = this.#findFault(member, index, floor);
      if (reason !== undefined) return { member: member.path, reason };
    }
    return undefined;
  }

  #findFault({ path, type, target = '' }: Member, index: number, floor: number) {
    const parts = partsOf(path);
    if (path.includes('\0')) return 'its path has a NUL byte in it';
    if (path.startsWith('/')) return 'its path is absolute';
    if (parts.includes('..')) return 'its path has .. in it';
    if (type === 'special') return 'it is neither a file nor a folder nor a link';
    if (parts.length === 0 && type !== 'directory') return 'it has the path of the tree itself';
    const link = this.#above(parts, ['symlink']);
    if (link !== undefined) return `it would be written through the link ${link}`;
    const file = this.#above(parts, ['file', 'hardlink']);
    if (file !== undefined) return `it would be written below the file ${file}`;
    if (type !== 'symlink' && this.#is(parts, 'symlink')) return 'a link has the same path';
    if (type !== 'directory' && this.#is(parts, 'directory')) return 'a folder has the same path';
    if (type === 'symlink') return this.#symlinkFault(parts, target, floor);
    if (type === 'hardlink') return this.#hardlinkFault(parts, target, index);
    return undefined;
  }

  #symlinkFault(parts: readonly string[], target: string, floor: number): string | undefined {
    if (target === '') return 'it is a link to nothing';
    if (target.includes('\0')) return 'it is a link to a path with a NUL byte in it';
    if (target.startsWith('/')) return `it is a link to the absolute path ${target}`;
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
        const place: Place | undefined = (
          walked.length === 0 ? this.#root : walked.at(-1)
        )?.inside?.get(part);
        walked.push(place);
        throughLink ||= place?.types.includes('symlink') ?? false;
      }
    }
    return undefined;
  }

  #hardlinkFault(own: readonly string[], target: string, index: number): string | undefined {
    const parts = partsOf(target);
    if (target.startsWith('/') || parts.includes('..')) {
      return `it is a hard link out of the tree, to ${target}`;
    }
    if (this.#above(parts, ['symlink']) !== undefined || this.#is(parts, 'symlink')) {
      return `it is a hard link through the link ${target}`;
    }
    if (parts.join('/') === own.join('/')) return 'it is a hard link to itself';
    const firstFile = this.#at(parts)?.firstFile ?? Infinity;
    if (firstFile === Infinity) {
      return `it is a hard link to ${target}, which is not in the archive`;
    }
    return firstFile < index
      ? undefined
      : `it is a hard link to ${target}, which comes later in the archive`;
  }

  /** The uppermost folder of a path that is a member of one of these types. */
  #above(parts: readonly string[], types: readonly Member['type'][]): string | undefined {
    const places = this.#placesAlong(parts.slice(0, -1));
    const found = places.findIndex((place) => place?.types.some((type) => types.includes(type)));
    return found === -1 ? undefined : parts.slice(0, found + 1).join('/');
  }

  #is(parts: readonly string[], type: Member['type']): boolean {
    return this.#at(parts)?.types.includes(type) ?? false;
  }

  #at(parts: readonly string[]): Place | undefined {
    return parts.length === 0 ? this.#root : this.#placesAlong(parts).at(-1);
  }

  /** What is at each part of a path. */
  #placesAlong(parts: readonly string[]): (Place | undefined)[] {
    let place: Place | undefined = this.#root;
    return parts.map((part) => (place = place?.inside?.get(part)));
  }
}
