/** Longer for one input is a hang, even on a busy machine. Milliseconds. */
export const HANG = 5000;

/**
 * Tells whether a property has had its seconds, after which it does nothing any more, so that the whole
 * folder takes less than half a minute. fast-check's own limits would leave a run under way alone.
 */
export function stopwatch(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() > end;
}
