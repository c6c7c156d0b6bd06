/** One entry of an archive, as far as its safety depends on it. */
export interface Member {
  /** As the archive has it. */
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'special';
  /** A symlink's target is relative to the member, a hard link's to the archive's root. */
  target?: string;
}

/** What is to be done with an archive's members, all of which have been looked at. */
export type Inspection =
  /** `strip`: how many leading folders every member shares and loses. */
  { kind: 'safe'; strip: 0 | 1 } | { kind: 'unsafe'; member: string; reason: string };

/**
 * Checks that unpacking touches nothing outside the tree: no member and no link may leave it, and
 * none may be written through a link. Nothing is taken on trust from the order of the members.
 */
export function inspectMembers(members: readonly Member[]): Inspection {
  const top = singleTop(members);
  const tree = new Tree(members, top);
  for (const member of members) {
    const reason = tree.findFault(member);
    if (reason !== undefined) return { kind: 'unsafe', member: member.path, reason };
  }
  return { kind: 'safe', strip: top === undefined ? 0 : 1 };
}

/** The folder that every member is in, if there is one. */
function singleTop(members: readonly Member[]): string | undefined {
  const paths = members.map(({ path }) => partsOf(path)).filter((parts) => parts.length > 0);
  const top = paths[0]?.[0];
  if (top === undefined || top === '..' || paths.some((parts) => parts[0] !== top))
    return undefined;
  const isFolder = members.every(
    ({ path, type }) => partsOf(path).length !== 1 || type === 'directory',
  );
  return isFolder && paths.some((parts) => parts.length > 1) ? top : undefined;
}

class Tree {
  readonly #types = new Map<string, Set<Member['type']>>();

  constructor(
    members: readonly Member[],
    readonly top: string | undefined,
  ) {
    for (const { path, type } of members) {
      const key = partsOf(path).join('/');
      this.#types.set(key, (this.#types.get(key) ?? new Set()).add(type));
    }
  }

  findFault({ path, type, target = '' }: Member): string | undefined {
    const parts = partsOf(path);
    if (path.startsWith('/')) return 'its path is absolute';
    if (parts.includes('..')) return 'its path has .. in it';
    if (type === 'special') return 'it is neither a file nor a folder nor a link';
    const link = this.#above(parts, 'symlink');
    if (link !== undefined) return `it would be written through the link ${link}`;
    const file = this.#above(parts, 'file') ?? this.#above(parts, 'hardlink');
    if (file !== undefined) return `it would be written below the file ${file}`;
    if (this.#isSymlink(parts) && type !== 'symlink') return 'a link has the same path';
    if (type === 'symlink') return this.#symlinkFault(parts, target);
    if (type === 'hardlink') return this.#hardlinkFault(target);
    return undefined;
  }

  #symlinkFault(parts: readonly string[], target: string): string | undefined {
    if (target.startsWith('/')) return `it is a link to the absolute path ${target}`;
    const floor = this.top === undefined ? 0 : 1;
    const walked = parts.slice(0, -1);
    let throughLink = false;
    for (const part of partsOf(target)) {
      if (part === '..') {
        // Where `..` leads from behind a link can't be told from the names alone.
        if (throughLink)
          return `it is a link to ${target}, which goes back from behind another link`;
        if (walked.length <= floor) return `it is a link out of the tree, to ${target}`;
        walked.pop();
      } else {
        walked.push(part);
        throughLink ||= this.#isSymlink(walked);
      }
    }
    return undefined;
  }

  #hardlinkFault(target: string): string | undefined {
    const parts = partsOf(target);
    if (target.startsWith('/') || parts.includes('..')) {
      return `it is a hard link out of the tree, to ${target}`;
    }
    if (this.#above(parts, 'symlink') !== undefined || this.#isSymlink(parts)) {
      return `it is a hard link through the link ${target}`;
    }
    const types = this.#types.get(parts.join('/'));
    return types?.has('file')
      ? undefined
      : `it is a hard link to ${target}, which is not in the archive`;
  }

  /** The uppermost folder of a path that is a member of another type. */
  #above(parts: readonly string[], type: Member['type']): string | undefined {
    for (let length = 1; length < parts.length; length++) {
      const path = parts.slice(0, length).join('/');
      if (this.#types.get(path)?.has(type)) return path;
    }
    return undefined;
  }

  #isSymlink(parts: readonly string[]): boolean {
    return this.#types.get(parts.join('/'))?.has('symlink') ?? false;
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
