import nodePath from 'node:path';

import type { Entry } from '../../tree/index.js';

/**
 * Tells whether a tree has a directory, by its normalised path relative to the root. Where a link on the
 * way leads is not followed, and neither is a path out of the tree: both count as directories, so that
 * whatever depends on it is left as it is.
 */
export function directoriesOf(entries: readonly Entry[]): (path: string) => boolean {
  const kinds = new Map(entries.map(({ path, kind }) => [path, kind]));
  const has = (path: string): boolean => {
    if (path === '.' || path === '..' || path.startsWith('../')) return true;
    const kind = kinds.get(path);
    if (kind === 'directory' || kind === 'link') return true;
    return kind === undefined && isLink(nodePath.posix.dirname(path));
  };
  const isLink = (path: string): boolean =>
    path !== '.' && (kinds.get(path) === 'link' || isLink(nodePath.posix.dirname(path)));
  return has;
}
