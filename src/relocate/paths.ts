import nodePath from 'node:path';

import type { GuestPath } from '../path.js';

/**
 * A path of the build, and what it becomes in the artifact. `to` is a path without a trailing slash;
 * `''` or `'/'` stands for the root, as for DESTDIR: `DESTDIR/etc/x` becomes `/etc/x`, and DESTDIR
 * alone becomes `/`, which is right both as a directory and as a new DESTDIR.
 */
export interface Mapping {
  readonly from: GuestPath;
  readonly to: string;
}

/** Mappings made ready to be applied; opaque, see {@link pathMap}. */
export interface PathMap {
  readonly prefix: GuestPath;
  readonly targets: ReadonlyMap<string, string>;
  /** One match is one path: `1` is the mapping's `from` without its leading slash. */
  readonly pattern: string;
}

/** Where a path of the build ends up. */
type Place =
  /** In the artifact; `path` is relative to the tree's root, normalised, `''` for the root itself. */
  | { where: 'tree'; path: string }
  /** In a directory that exists only while building. */
  | { where: 'build' }
  /** Anywhere else; `path` is what the mappings make of it. */
  | { where: 'outside'; path: string };

/** Characters that continue a file name; a quote, a colon, a space or a slash ends it. */
const NAME = String.raw`[\w.+~-]`;

/**
 * Makes mappings ready to be applied: the longest match wins, and a path matches only as a whole, so
 * that `/b/source` is found neither in `/b/source-of-x` and `/b/source.orig` nor in `/a/b/source`.
 * A full stop that ends a sentence doesn't count as part of the name.
 * @param prefix where the tree will live; needed to tell {@link locate} its own paths
 * @throws TypeError for a mapping of `/`, which would match every path
 */
export function pathMap(prefix: GuestPath, mappings: readonly Mapping[]): PathMap {
  const targets = new Map<string, string>();
  for (const { from, to } of mappings) {
    const name = from.replace(/^\/+|\/+$/g, '');
    if (name === '') throw new TypeError('the root directory cannot be relocated');
    targets.set(name, to.replace(/\/+$/, ''));
  }
  const longestFirst = [...targets.keys()].sort((a, b) => b.length - a.length).map(escape);
  const roots = [...targets].filter(([, to]) => to === '').map(([from]) => `${escape(from)}/`);
  // Roots may be repeated, as in DESTDIR/DESTDIR/lib: taken off one by one, the first would uncover the next.
  const repeated = roots.length === 0 ? '' : `(?:${roots.join('|')})*`;
  return {
    prefix,
    targets,
    pattern: `/(?<!/${NAME}+/)${repeated}(${longestFirst.join('|')})(?!\\.?[\\w+~-])`,
  };
}

/** A text with every path of the build in it moved; the same text when it has none. */
export function rewritePaths(text: string, map: PathMap): string {
  if (map.targets.size === 0) return text;
  return text.replace(new RegExp(map.pattern, 'g'), (match: string, from: string, index: number) =>
    replacement(map, from, text.charAt(index + match.length)),
  );
}

/** What a match of `from` becomes, given the character that follows it. */
export function replacement(map: PathMap, from: string, next: string): string {
  const to = map.targets.get(from) ?? '';
  return to === '' && next !== '/' ? '/' : to;
}

/** Tells where an absolute path of the build ends up. */
export function locate(path: string, map: PathMap): Place {
  const normal = nodePath.posix.normalize(path).replace(/(?<=.)\/$/, '');
  const moved = rewritePaths(normal, map);
  if (moved === map.prefix) return { where: 'tree', path: '' };
  if (moved.startsWith(`${map.prefix}/`)) {
    return { where: 'tree', path: moved.slice(map.prefix.length + 1) };
  }
  const from = map.targets.size === 0 ? undefined : new RegExp(`^${map.pattern}`).exec(normal)?.[1];
  return from !== undefined && map.targets.get(from) !== ''
    ? { where: 'build' }
    : { where: 'outside', path: moved };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
