import { opendir, rm, rmdir } from 'node:fs/promises';

import { matcher } from '../pattern/index.js';
import { inHost, type HostPath } from '../path.js';

/**
 * Removes from a tree what matches one of the globs, and directories that this leaves empty. A link is
 * removed itself, never what it leads to; a directory goes with everything in it.
 * @param globs relative to the root; `*` doesn't cross a slash, `**` does, and both match dot files
 * @returns what was removed by matching, sorted; not what was in removed directories
 */
export async function pruneTree(root: HostPath, globs: readonly string[]): Promise<string[]> {
  if (globs.length === 0) return [];
  const removed: string[] = [];
  await pruneDirectory(root, '', matcher(globs), removed);
  return removed.sort();
}

/** Answers whether the directory is empty now and wasn't before. */
async function pruneDirectory(
  root: HostPath,
  directory: string,
  matches: (path: string) => boolean,
  removed: string[],
): Promise<boolean> {
  let kept = 0;
  let gone = 0;
  for await (const entry of await opendir(inHost(root, directory))) {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (matches(path)) {
      await rm(inHost(root, path), { recursive: true });
      removed.push(path);
      gone += 1;
    } else if (entry.isDirectory() && (await pruneDirectory(root, path, matches, removed))) {
      await rmdir(inHost(root, path));
      gone += 1;
    } else {
      kept += 1;
    }
  }
  return kept === 0 && gone > 0;
}
