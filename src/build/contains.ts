import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { matcher } from '../glob.js';
import type { HostPath } from '../path.js';

/** Those globs that match nothing in a tree; links count by their own name. */
export async function matchTree(tree: HostPath, globs: readonly string[]): Promise<string[]> {
  if (globs.length === 0) return [];
  const entries = await readdir(tree, { recursive: true });
  const paths = entries.map((entry) => entry.split(path.sep).join('/'));
  return globs.filter((glob) => {
    const matches = matcher([glob]);
    return !paths.some((candidate) => matches(candidate));
  });
}
