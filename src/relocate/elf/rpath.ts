import nodePath from 'node:path';

import { locate, type PathMap } from '../paths.js';

/** What decides a file's RPATH; see {@link relocateRpath}. */
export interface RpathQuestion {
  /** The file, relative to the tree's root. */
  path: string;
  /** Its RUNPATH, or its RPATH when it has no RUNPATH: what the loader goes by. */
  entries: readonly string[];
  /** The libraries that it asks for. */
  needed: readonly string[];
  /** For each library of the tree, by file name, the directories that have it, `.` for the root. */
  libraries: ReadonlyMap<string, readonly string[]>;
  /** Whether the tree has a directory, given relative to its root; see `directoriesOf`. */
  hasDirectory: (path: string) => boolean;
  map: PathMap;
}

/** Directories that the loader searches without being told, on every distribution that we know. */
const STANDARD = /^(?:\/usr)?\/lib(?:32|64|x32)?(?:\/[a-z0-9_]+-linux-gnu\w*)?$/;
/** Where artifacts of one prefix have their libraries, relative to it. */
const SHARED = /^lib(?:32|64)?$/;

const ORIGIN = /^\$(?:ORIGIN|\{ORIGIN\})(?=\/|$)/;

/**
 * The RPATH with which a file finds its libraries wherever the tree is, or undefined when the one that
 * it has is right.
 *
 * - An entry in the tree becomes relative to `$ORIGIN`; one that is so already stays as it is.
 * - An entry in the build's directories goes, and so do the loader's own directories and whatever is
 *   relative to the current directory, the empty entry included: there, anybody could put a library.
 * - An entry for a directory that the tree doesn't have goes too: python's extension modules carry the
 *   one that is right for its program, and nothing was ever there. But other artifacts that are unpacked at
 *   the same prefix bring libraries to its `lib`, so an entry for that stays.
 * - Any other entry stays, for the audit to judge.
 * - A needed library that the tree has, in a directory that no entry reaches, adds an entry for it: the
 *   file's own directory if it is there, else the directory with the shortest path. Only names count,
 *   not what the directory is for: the file can't start without the library.
 * - Of entries that lead to the same directory the first stays.
 */
export function relocateRpath(question: RpathQuestion): string[] | undefined {
  const { path, entries, needed, libraries, hasDirectory, map } = question;
  const directory = nodePath.posix.dirname(path);
  const kept = new Map<string, string>();
  const add = (target: string, entry: string) => kept.has(target) || kept.set(target, entry);
  const addInTree = (target: string, entry: string) =>
    (hasDirectory(target) || SHARED.test(target)) && add(target, entry);

  for (const entry of entries) {
    if (ORIGIN.test(entry)) {
      addInTree(inTree(directory, entry.replace(ORIGIN, '.')), entry);
    } else if (entry.startsWith('/')) {
      const place = locate(entry, map);
      if (place.where === 'tree') {
        addInTree(inTree(place.path), fromOrigin(directory, place.path));
      } else if (place.where === 'outside' && !STANDARD.test(place.path)) {
        add(place.path, place.path);
      }
    } else if (entry.startsWith('$')) {
      add(entry, entry);
    }
  }
  for (const name of needed) {
    const homes = libraries.get(name) ?? [];
    if (homes.some((home) => kept.has(inTree(home)))) continue;
    const home = homes.includes(directory) ? directory : shortest(homes);
    if (home !== undefined) add(inTree(home), fromOrigin(directory, home));
  }

  const result = [...kept.values()];
  const same = result.length === entries.length && result.every((entry, i) => entry === entries[i]);
  return same ? undefined : result;
}

/** A directory relative to the tree's root, in the one way in which it can be compared. */
function inTree(...parts: string[]): string {
  return nodePath.posix.join('.', ...parts).replace(/\/$/, '');
}

function fromOrigin(directory: string, target: string): string {
  const relative = nodePath.posix.relative(`/${directory}`, `/${target}`);
  return relative === '' ? '$ORIGIN' : `$ORIGIN/${relative}`;
}

function shortest(paths: readonly string[]): string | undefined {
  return [...paths].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
}
