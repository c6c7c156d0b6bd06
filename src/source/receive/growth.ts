import { lstat, readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { inHost, type HostPath } from '../../path.js';
import { requireReceived, tooSlow } from './limits.js';
import type { Receiving } from './received.js';

/** Between two looks; what comes in between can be more than the limit. Milliseconds. */
const INTERVAL = 250;

/** So many windows in a row may pass without enough: a program starts, and asks its first server again. */
const WINDOWS = 2;

/** What another program receives, and the limits that it knows nothing of. */
interface Watched extends Pick<Receiving, 'limits' | 'signal'> {
  /** Files and folders that it writes. */
  readonly paths: readonly HostPath[];
  /** Whether it does nothing but receive, so that what doesn't grow is a server that is too slow. */
  readonly paced: boolean;
}

/**
 * Runs something that has another program receive files, and ends it when they are more than may be
 * received, or come too slowly.
 * @throws OriginFailure; what `work` throws
 */
export async function watchingGrowth<T>(
  watched: Watched,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const done = new AbortController();
  const watching = watch(watched, done.signal).catch((error: unknown) => {
    stop.abort(error);
  });
  try {
    const result = await work(AbortSignal.any([watched.signal, stop.signal]));
    requireReceived(await sizeOf(watched.paths), watched.limits);
    return result;
  } catch (error) {
    stop.signal.throwIfAborted();
    throw error;
  } finally {
    done.abort();
    await watching;
  }
}

async function watch({ paths, limits, paced }: Watched, done: AbortSignal): Promise<void> {
  let then = { at: performance.now(), size: 0 };
  for (;;) {
    await delay(Math.min(INTERVAL, limits.window), undefined, { signal: done }).catch(
      () => undefined,
    );
    if (done.aborted) return;
    const size = await sizeOf(paths);
    requireReceived(size, limits);
    const now = performance.now();
    if (!paced || now - then.at < WINDOWS * limits.window) continue;
    const came = size - then.size;
    if (came < Math.max(1, (limits.speed * (now - then.at)) / 1000)) {
      throw tooSlow(came, { ...limits, window: Math.round(now - then.at) });
    }
    then = { at: now, size };
  }
}

/** Bytes of all files there; what goes away meanwhile has none. */
async function sizeOf(paths: readonly HostPath[]): Promise<number> {
  const sizes = await Promise.all(
    paths.map(async (path): Promise<number> => {
      const stats = await lstat(path).catch(() => undefined);
      if (stats === undefined) return 0;
      if (!stats.isDirectory()) return stats.size;
      const names = await readdir(path).catch(() => []);
      return await sizeOf(names.map((name) => inHost(path, name)));
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
