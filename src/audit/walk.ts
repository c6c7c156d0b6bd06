import { opendir, readlink } from 'node:fs/promises';

import { inHost, type HostPath } from '../path.js';

/** One thing in a tree; `path` is relative to its root. `target` is where a symbolic link says it leads. */
export type Entry =
  | { kind: 'file' | 'directory' | 'special'; path: string }
  | { kind: 'link'; path: string; target: string };

/** Everything below a directory, sorted by path. Symbolic links are never followed. */
export async function listTree(root: HostPath, signal?: AbortSignal): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of walk(root, '')) {
    signal?.throwIfAborted();
    entries.push(entry);
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function* walk(root: HostPath, directory: string): AsyncGenerator<Entry> {
  for await (const entry of await opendir(inHost(root, directory))) {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (entry.isSymbolicLink()) {
      yield { kind: 'link', path, target: await readlink(inHost(root, path)) };
    } else if (entry.isDirectory()) {
      yield { kind: 'directory', path };
      yield* walk(root, path);
    } else {
      yield { kind: entry.isFile() ? 'file' : 'special', path };
    }
  }
}
