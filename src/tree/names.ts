import nodePath from 'node:path';

import type { Entry } from './walk.js';

/** Names of the files and links in each directory of a tree; `.` is its root. */
export function namesByDirectory(entries: readonly Entry[]): Map<string, Set<string>> {
  const directories = new Map<string, Set<string>>();
  for (const { kind, path } of entries) {
    if (kind !== 'file' && kind !== 'link') continue;
    const directory = nodePath.posix.dirname(path);
    const names = directories.get(directory) ?? new Set<string>();
    directories.set(directory, names.add(nodePath.posix.basename(path)));
  }
  return directories;
}
