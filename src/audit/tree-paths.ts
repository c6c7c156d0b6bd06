import nodePath from 'node:path';
import type { GuestPath } from '../path.js';
import type { Entry, FileEntry } from '../tree/index.js';

/** Where a path of a tree ends up when every link on its way is followed. */
export type Place =
  | { at: 'entry'; entry: Exclude<Entry, { kind: 'link' }> }
  | { at: 'nowhere' }
  /** Out of the tree; `path` is where that would be on the platform. */
  | { at: 'outside'; path: string }
  | { at: 'circle' };

/** Finds things in a tree as the kernel would, had the tree been unpacked at its prefix. */
export interface TreePaths {
  /** Follows a path relative to the tree's root. */
  readonly follow: (path: string) => Place;
  /** Follows an absolute path of the platform. */
  readonly followAbsolute: (path: string) => Place;
  /** Every directory of the tree, the prefix first, as absolute paths of the platform. */
  readonly directories: readonly string[];
}

/** How many links the kernel follows before it gives up (path_resolution(7)). */
const MOST_LINKS = 40;

const ROOT = { kind: 'directory', path: '.' } as const;

/**
 * The paths of a tree, from what is known of its entries: no link is ever followed on the machine. A
 * relative link that leaves the tree is outside, even if it would come back in: the tree need not be
 * unpacked under the same name.
 */
export function treePaths(entries: readonly Entry[], prefix: GuestPath): TreePaths {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));

  const follow = (path: string): Place => {
    // What is still to be walked, the next part last.
    const rest = path.split('/').reverse();
    let current: string[] = [];
    let place: Place = { at: 'entry', entry: ROOT };
    let links = 0;
    for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
      if (part === '' || part === '.') continue;
      if (part !== '..') current.push(part);
      else if (current.pop() === undefined) return outside(nodePath.posix.dirname(prefix), rest);
      // A path to nothing is walked to its end all the same: it may still leave the tree.
      if (place.at === 'nowhere') continue;

      const found = current.length === 0 ? ROOT : byPath.get(current.join('/'));
      if (found?.kind === 'link') {
        links += 1;
        if (links > MOST_LINKS) return { at: 'circle' };
        const inside = relativeTo(prefix, found.target);
        if (inside === undefined && found.target.startsWith('/'))
          return outside(found.target, rest);
        current = inside === undefined ? current.slice(0, -1) : [];
        rest.push(...(inside ?? found.target).split('/').reverse());
      } else if (found === undefined || (found.kind !== 'directory' && rest.some(isName))) {
        place = { at: 'nowhere' };
      } else {
        place = { at: 'entry', entry: found };
      }
    }
    return place;
  };

  const followAbsolute = (path: string): Place => {
    const inside = relativeTo(prefix, path) ?? relativeTo(prefix, nodePath.posix.normalize(path));
    return inside === undefined ? outside(path, []) : follow(inside);
  };
  const directories = entries
    .filter(({ kind }) => kind === 'directory')
    .map(({ path }) => nodePath.posix.join(prefix, path));
  return { follow, followAbsolute, directories: [prefix, ...directories] };
}

/** The regular file that a path leads to, if it does. */
export function fileAt(place: Place): FileEntry | undefined {
  return place.at === 'entry' && place.entry.kind === 'file' ? place.entry : undefined;
}

function isName(part: string): boolean {
  return part !== '';
}

/** A path below a directory, relative to it; undefined for any other. Nothing is normalised. */
function relativeTo(directory: string, path: string): string | undefined {
  if (path === directory) return '';
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
}

function outside(base: string, rest: readonly string[]): Place {
  return { at: 'outside', path: nodePath.posix.join(base, ...rest.toReversed()) };
}
