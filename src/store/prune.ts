import { readFile, rm, stat } from 'node:fs/promises';
import { reasonOf, systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { removeTree } from '../tree/index.js';
import { isGoing, isTemporary, namesIn, tryLock } from '../files/index.js';
import { CACHE_KINDS, cacheLock, type CacheFolders, type CacheKind } from './cache.js';
import { isResultsName } from './compiler-results.js';
import { diskUsage, lstatIfThere } from './usage.js';

const DAY = 24 * 60 * 60 * 1000;

/** In a kind's folder: locks of its own, beside those of the cache. */
const OWN_LOCKS = 'locks';

/** What every build reads from without a lock: kept while any build is under way. */
const SHARED: readonly CacheKind[] = ['sources', 'stacks'];

/** What pruning may take away. */
interface PruneOptions {
  /** Only what was not used for this many days; 0, everything, unless given. */
  readonly olderThanDays?: number;
  /** All kinds unless given. */
  readonly kinds?: readonly CacheKind[];
  /** Ends it between two entries; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** One entry of the cache that is gone; bytes on the disk. */
interface Removed {
  readonly kind: CacheKind;
  readonly path: HostPath;
  readonly bytes: number;
}

/** One entry of the cache that was old enough to go, and why it is still there. */
interface Kept {
  readonly kind: CacheKind;
  readonly path: HostPath;
  readonly reason: string;
}

/**
 * Removes entries of the cache. What running processes use stays: an entry whose `cacheLock` is
 * held, all of a kind while any lock in its own `locks/` is held, what builds read from while any
 * build is under way, and what has something mounted in it. An entry that can't be removed doesn't stop the others.
 */
export async function pruneCache(
  folders: CacheFolders,
  options: PruneOptions = {},
): Promise<{ removed: Removed[]; kept: Kept[] }> {
  const { signal } = options;
  const limit = Date.now() - (options.olderThanDays ?? 0) * DAY;
  const removed: Removed[] = [];
  const kept: Kept[] = [];
  const building = await anyHeld(folders.locks, 'work-');
  for (const kind of options.kinds ?? CACHE_KINDS) {
    const held = await anyHeld(inHost(folders[kind], OWN_LOCKS));
    for (const name of await namesIn(folders[kind])) {
      signal?.throwIfAborted();
      const path = inHost(folders[kind], name);
      const former = isFormer(kind, name);
      if (name === OWN_LOCKS || !(former || (await isOld(path, name, limit)))) continue;
      const busy = held || (building && (former || SHARED.includes(kind)));
      const result = busy
        ? IN_USE
        : await removeEntry(path, cacheLock(folders, kind, name), signal);
      if (typeof result === 'number') removed.push({ kind, path, bytes: result });
      else kept.push({ kind, path, reason: result });
    }
    await removeDanglingLinks(folders[kind]);
  }
  // Taking a lock removes its file in the end: so go those that killed processes left.
  await anyHeld(folders.locks);
  return { removed, kept };
}

const IN_USE = 'a running process uses it';

/** @returns the bytes freed, or why nothing was removed */
async function removeEntry(
  path: HostPath,
  lock: HostPath,
  signal: AbortSignal | undefined,
): Promise<number | string> {
  let bytes = 0;
  try {
    if (await hasMount(path)) return 'something is mounted in it';
    const free = await tryLock(lock, async () => {
      bytes = await diskUsage(path, signal);
      await removeTree(path);
    });
    return free ? bytes : IN_USE;
  } catch (error) {
    signal?.throwIfAborted();
    return reasonOf(error);
  }
}

/**
 * Whether it is of a form that only an older binary-builder reads, while it builds; else it goes, however
 * young it is.
 */
function isFormer(kind: CacheKind, name: string): boolean {
  return kind === 'ccache' && !isTemporary(name) && !isResultsName(name);
}

async function isOld(path: HostPath, name: string, limit: number): Promise<boolean> {
  const found = await lstatIfThere(path);
  if (found === undefined || found.isSymbolicLink()) return false;
  if (isGoing(name)) return true;
  // A young temporary file belongs to a process that is about to rename it.
  return found.mtimeMs <= (isTemporary(name) ? Math.min(limit, Date.now() - DAY) : limit);
}

async function anyHeld(locks: HostPath, prefix = ''): Promise<boolean> {
  let held = false;
  for (const name of await namesIn(locks)) {
    if (!name.startsWith(prefix)) continue;
    const free = await tryLock(inHost(locks, name), () => Promise.resolve());
    held ||= !free;
  }
  return held;
}

/** Second names of entries that are gone. */
async function removeDanglingLinks(folder: HostPath): Promise<void> {
  for (const name of await namesIn(folder)) {
    const path = inHost(folder, name);
    try {
      await stat(path);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') await rm(path, { force: true });
    }
  }
}

/** Whether something is mounted at the path or below, by proc_pid_mountinfo(5). */
async function hasMount(path: HostPath): Promise<boolean> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return mounts.split('\n').some((line) => {
    const point = (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(parseInt(octal, 8)),
    );
    return point === path || point.startsWith(`${path}/`);
  });
}
