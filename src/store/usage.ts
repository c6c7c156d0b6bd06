import { lstat } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { throwIfAborted, tryProgram } from '../program/index.js';
import { CACHE_KINDS, type CacheFolders, type CacheKind } from './cache.js';
import { namesIn } from '../files/index.js';

/** What one kind of thing takes up in the cache. */
interface Usage {
  readonly kind: CacheKind;
  readonly folder: HostPath;
  readonly entries: number;
  /** Bytes on the disk. */
  readonly bytes: number;
}

/** How large the cache is, kind by kind. */
export async function cacheUsage(folders: CacheFolders, signal?: AbortSignal): Promise<Usage[]> {
  const usages: Usage[] = [];
  for (const kind of CACHE_KINDS) {
    const folder = folders[kind];
    const entries = (await namesIn(folder)).length;
    usages.push({
      kind,
      folder,
      entries,
      bytes: entries === 0 ? 0 : await diskUsage(folder, signal),
    });
  }
  return usages;
}

/**
 * Bytes that a tree takes on the disk; hard links count once, symlinks are not followed, and closed folders
 * count without what is in them. du(1) looks: a step may have made a tree deeper than a path may be long.
 */
export async function diskUsage(path: HostPath, signal?: AbortSignal): Promise<number> {
  const argv = ['du', '--summarize', '--block-size=1', '--', path] as const;
  const { stdout } = await tryProgram(argv, { signal });
  throwIfAborted(signal);
  return Number.parseInt(stdout, 10) || 0;
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
