import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** A process that was measured: wall seconds, and for our own the peak of its memory in MB. */
export interface Measured {
  seconds: number;
  peakMegabytes?: number;
}

/** Runs two things in turn, so that a machine that slows down slows both, and compares pair by pair. */
export async function inPairs(
  pairs: number,
  ours: () => Promise<Measured>,
  theirs: () => Promise<Measured>,
): Promise<{ ratio: number; ours: Measured; theirs: Measured }> {
  const results: { ours: Measured; theirs: Measured }[] = [];
  for (let index = 0; index < pairs; index += 1) {
    // Who goes first changes, since the second finds warmer caches.
    if (index % 2 === 0) results.push({ ours: await ours(), theirs: await theirs() });
    else {
      const first = await theirs();
      results.push({ ours: await ours(), theirs: first });
    }
  }
  const byRatio = results.toSorted(
    (a, b) => a.ours.seconds / a.theirs.seconds - b.ours.seconds / b.theirs.seconds,
  );
  const median = byRatio[Math.floor(byRatio.length / 2)];
  if (median === undefined) throw new RangeError('at least one pair');
  return { ratio: median.ours.seconds / median.theirs.seconds, ...median };
}

/** Wall seconds of some work. */
export async function timed(work: () => Promise<unknown>): Promise<Measured> {
  const started = performance.now();
  await work();
  return { seconds: (performance.now() - started) / 1000 };
}

/**
 * Follows the peak of a process's own memory until it ends; children don't count. The kernel keeps
 * the peak itself (VmHWM), so looking now and then misses only the very end.
 */
export async function watchPeak(pid: number, ended: Promise<unknown>): Promise<number> {
  const watch = { over: false };
  const stop = () => {
    watch.over = true;
  };
  void ended.then(stop, stop);
  let peak = 0;
  while (!watch.over) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kilobytes !== undefined) peak = Math.max(peak, Number(kilobytes) / 1024);
    await pause(200);
  }
  return peak;
}
