import { opendir, rm, rmdir } from 'node:fs/promises';

import { matcher } from '../pattern/index.js';
import { inHost, type HostPath } from '../path.js';

/**
 * Removes from a tree what matches one of the globs, and directories that this leaves empty. A link is
 * removed itself, never what it leads to; a directory goes with everything in it.
 * @param globs relative to the root; `*` doesn't cross a slash, `**` does, and both match dot files
 * @returns what was removed by matching, sorted; not what was in removed directories
 */
export async function pruneTree(
  root: HostPath,
  globs: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  if (globs.length === 0) return [];
  const removed: string[] = [];
  const matches = matcher(globs);
  await pruneDirectory(root, '', { matches, removed, signal });
  return removed.sort();
}

/** What goes, what has gone, and what ends it. */
interface Pruning {
  readonly matches: (path: string) => boolean;
  readonly removed: string[];
  readonly signal: AbortSignal | undefined;
}

/** Answers whether the directory is empty now and wasn't before. */
async function pruneDirectory(
  root: HostPath,
  directory: string,
  pruning: Pruning,
): Promise<boolean> {
  const { matches, removed, signal } = pruning;
  let kept = 0;
  let gone = 0;
  for await (const entry of await opendir(inHost(root, directory))) {
    signal?.throwIfAborted();
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (matches(path)) {
      await rm(inHost(root, path), { recursive: true });
      removed.push(path);
      gone += 1;
    } else if (entry.isDirectory() && (await pruneDirectory(root, path, pruning))) {
      await rmdir(inHost(root, path));
      gone += 1;
    } else {
      kept += 1;
    }
  }
  return kept === 0 && gone > 0;
}
