import { lstat } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { CACHE_KINDS, type CacheFolders, type CacheKind } from './cache.js';
import { namesIn } from './names.js';

/** What one kind of thing takes up in the cache. */
export interface Usage {
  readonly kind: CacheKind;
  readonly folder: HostPath;
  readonly entries: number;
  /** Bytes on the disk. */
  readonly bytes: number;
}

/** How large the cache is, kind by kind. */
export async function cacheUsage(folders: CacheFolders): Promise<Usage[]> {
  const usages: Usage[] = [];
  for (const kind of CACHE_KINDS) {
    const folder = folders[kind];
    const entries = (await namesIn(folder)).length;
    usages.push({ kind, folder, entries, bytes: entries === 0 ? 0 : await diskUsage(folder) });
  }
  return usages;
}

/** Bytes that a tree takes on the disk; hard links count once, symlinks are not followed. */
export async function diskUsage(path: HostPath, seen = new Set<string>()): Promise<number> {
  const found = await lstatIfThere(path);
  if (found === undefined) return 0;
  if (!found.isDirectory() && found.nlink > 1) {
    const identity = `${found.dev}:${found.ino}`;
    if (seen.has(identity)) return 0;
    seen.add(identity);
  }
  let bytes = found.blocks * 512;
  if (found.isDirectory()) {
    for (const name of await namesIn(path)) bytes += await diskUsage(inHost(path, name), seen);
  }
  return bytes;
}

/** Like lstat; undefined when another process has removed it meanwhile. */
export async function lstatIfThere(path: HostPath) {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
