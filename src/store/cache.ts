import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import nodePath from 'node:path';
import { systemErrorCode } from '../error.js';
import { hostPath, inHost, type HostPath } from '../path.js';

/** What the cache holds, each kind in a folder of its own name. */
export const CACHE_KINDS = ['sources', 'stacks', 'artifacts', 'work', 'ccache'] as const;

/** A kind of thing in the cache; its entries are the top-level names in its folder. */
export type CacheKind = (typeof CACHE_KINDS)[number];

/** Where things are in the cache. */
export type CacheFolders = Readonly<Record<'root' | 'locks' | CacheKind, HostPath>>;

/**
 * The cache's folder: $BINARY_BUILDER_CACHE, else $XDG_CACHE_HOME/binary-builder, else
 * ~/.cache/binary-builder. An empty variable counts as not set, as the XDG base directory
 * specification has it.
 */
export function cacheRoot(environment: NodeJS.ProcessEnv): HostPath {
  const { BINARY_BUILDER_CACHE: own, XDG_CACHE_HOME: xdg, HOME: home } = environment;
  if (own) return hostPath(own);
  if (xdg) return hostPath(xdg, 'binary-builder');
  if (home) return hostPath(home, '.cache', 'binary-builder');
  return hostPath(homedir(), '.cache', 'binary-builder');
}

/** The folders of a cache. Only paths: nothing is made. */
export function cacheFolders(root: HostPath): CacheFolders {
  return {
    root,
    sources: inHost(root, 'sources'),
    stacks: inHost(root, 'stacks'),
    artifacts: inHost(root, 'artifacts'),
    work: inHost(root, 'work'),
    ccache: inHost(root, 'ccache'),
    locks: inHost(root, 'locks'),
  };
}

/**
 * The lock of one entry of the cache, for `withLock`. Whoever makes, uses or removes the entry
 * holds it, so that pruning leaves alone what a process is using.
 * @param name the entry's name in its kind's folder
 */
export function cacheLock(folders: CacheFolders, kind: CacheKind, name: string): HostPath {
  return inHost(folders.locks, `${kind}-${name}.lock`);
}

/**
 * The lock of a file of the user's, for `withLock`: whoever reads it to write it again holds it from the
 * one to the other. It is in the cache, so that nothing lies beside the file, and the same by whatever path
 * the file is named.
 */
export async function fileLock(folders: CacheFolders, path: HostPath): Promise<HostPath> {
  const digest = createHash('sha256')
    .update(await ownPath(path))
    .digest('hex');
  return inHost(folders.locks, `file-${digest.slice(0, 32)}.lock`);
}

/** A path without links, those to nothing included; the file needn't be there. */
async function ownPath(path: HostPath): Promise<HostPath> {
  try {
    return hostPath(await realpath(path));
  } catch (error) {
    const folder = hostPath(nodePath.dirname(path));
    if (systemErrorCode(error) !== 'ENOENT' || folder === path) return path;
    return inHost(await ownPath(folder), nodePath.basename(path));
  }
}
