import { matcher } from '../../pattern/index.js';
import type { HostPath } from '../../path.js';
import { listTree } from '../../tree/index.js';

/** Those globs that match nothing in a tree; links count by their own name, and none is followed. */
export async function matchTree(
  tree: HostPath,
  globs: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  if (globs.length === 0) return [];
  const entries = await listTree(tree, signal);
  return globs.filter((glob) => {
    const matches = matcher([glob]);
    return !entries.some(({ path }) => matches(path));
  });
}
