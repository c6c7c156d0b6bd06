import { constants, open, realpath, type FileHandle } from 'node:fs/promises';
import nodePath from 'node:path';

import { inHost, type HostPath } from '../path.js';
import { HEAD_BYTES } from '../tree/index.js';
import { readRange } from './stream.js';

/** A file of an unpacked artifact, opened. */
export interface MemberFile {
  /** Relative to the tree. */
  path: string;
  location: HostPath;
  handle: FileHandle;
  size: number;
  /** Its first bytes. */
  head: Buffer;
}

// Without O_NONBLOCK, opening a named pipe waits for somebody to write to it.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a file of a tree.
 * @returns undefined when there is no such file, or it is none, or reached through a link, or may not be read
 */
export async function openMember(tree: HostPath, path: string): Promise<MemberFile | undefined> {
  const location = inHost(tree, path);
  if (!(await isInside(tree, location))) return undefined;
  const handle = await open(location, FLAGS).catch(() => undefined);
  if (handle === undefined) return undefined;
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    return undefined;
  }
  return { path, location, handle, size: stats.size, head: await readRange(handle, 0, HEAD_BYTES) };
}

/** Whether the folders that lead to a file are those of the tree, and not what links in it lead to. */
async function isInside(tree: HostPath, location: HostPath): Promise<boolean> {
  const folder = nodePath.relative(tree, nodePath.dirname(location));
  if (folder === '..' || folder.startsWith('../')) return false;
  try {
    const found = await realpath(nodePath.dirname(location));
    return found === nodePath.join(await realpath(tree), folder);
  } catch {
    return false;
  }
}
