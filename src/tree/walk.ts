import { lstat, opendir, readlink } from 'node:fs/promises';

import { BuilderError, systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';

/** One thing in a tree; `path` is relative to the tree's root, with slashes. */
export type Entry = FileEntry | LinkEntry | { kind: 'directory' | 'special'; path: string };

/** A regular file, with what must survive its being rewritten. */
export interface FileEntry {
  kind: 'file';
  path: string;
  /** Permission bits, set-uid and sticky bits included. */
  mode: number;
  /** Bytes. */
  size: number;
  accessed: Date;
  modified: Date;
  /** The same for all hard links of one file. */
  inode: string;
}

/** A symbolic link, which is never followed. */
export interface LinkEntry {
  kind: 'link';
  path: string;
  target: string;
}

/**
 * Everything below a directory in the order of paths, so that reports don't depend on the file system.
 * @param skip paths that are left out, and folders with all below them
 */
export async function listTree(
  root: HostPath,
  signal?: AbortSignal,
  skip: (path: string) => boolean = () => false,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of walk(root, '', skip)) {
    signal?.throwIfAborted();
    entries.push(entry);
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Each file once: of several hard links only the first. */
export function distinctFiles(entries: readonly Entry[]): FileEntry[] {
  const files = new Map<string, FileEntry>();
  for (const entry of entries) {
    if (entry.kind === 'file' && !files.has(entry.inode)) files.set(entry.inode, entry);
  }
  return [...files.values()];
}

async function* walk(
  root: HostPath,
  directory: string,
  skip: (path: string) => boolean,
): AsyncGenerator<Entry> {
  for await (const { name } of await opendir(inHost(root, directory))) {
    const path = directory === '' ? name : `${directory}/${name}`;
    if (skip(path)) continue;
    const entry = await describe(root, path).catch((error: unknown) => {
      throw systemErrorCode(error) === 'ENAMETOOLONG' ? tooLong(root, path) : error;
    });
    yield entry;
    if (entry.kind === 'directory') yield* walk(root, path, skip);
  }
}

/** What can't even be looked at here can't be unpacked on a platform. */
function tooLong(root: HostPath, path: string): BuilderError {
  return new BuilderError(
    'ARTIFACT_UNSAFE',
    `A path in ${root} is longer than a system takes: ${Buffer.byteLength(path)} bytes.`,
    {
      excerpt: [`${path.slice(0, 100)}…`],
      hint: 'Nothing was published. Was something made again and again?',
    },
  );
}

async function describe(root: HostPath, path: string): Promise<Entry> {
  // A name that is not UTF-8 was read as another, and nothing has that one.
  if (path.includes('\ufffd') && !(await exists(inHost(root, path)))) {
    return { kind: 'special', path };
  }
  const stats = await lstat(inHost(root, path));
  if (stats.isDirectory()) return { kind: 'directory', path };
  if (stats.isSymbolicLink()) {
    return { kind: 'link', path, target: await readlink(inHost(root, path)) };
  }
  if (!stats.isFile()) return { kind: 'special', path };
  return {
    kind: 'file',
    path,
    mode: stats.mode & 0o7777,
    size: stats.size,
    accessed: stats.atime,
    modified: stats.mtime,
    inode: `${stats.dev}:${stats.ino}`,
  };
}

async function exists(path: HostPath): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
