import type { HostPath } from '../path.js';

const paths = new Set<HostPath>();

/**
 * Notes what is there only while we work on it, so that it goes with us when we have to end at once. What is
 * gone, or was renamed, by then need not be noted anew.
 * @param path a file or folder that nobody else writes
 */
export function noteUnfinished(path: HostPath): void {
  paths.add(path);
}

/** Takes back what {@link noteUnfinished} noted: it stays. */
export function noteFinished(path: HostPath): void {
  paths.delete(path);
}

/** All that was noted and not taken back, whether it is still there or not. */
export function unfinished(): readonly HostPath[] {
  return [...paths];
}
