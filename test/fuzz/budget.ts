/** More processor time for one input is a hang. Seconds. */
export const HANG = 5;

/** How much longer than in CI the fuzzers look: `FUZZ=100 npm run test:fuzz` is an hour. */
const TIMES = Number(process.env.FUZZ ?? 1);

/** How long a property is tried. */
export interface Budget {
  /** Inputs, at most. */
  readonly numRuns: number;
  /**
   * Whether the property has had its seconds, after which it does nothing any more. fast-check's own limits
   * would leave a run under way alone.
   */
  readonly isOver: () => boolean;
}

/**
 * So many inputs within so many seconds, so that the whole folder takes less than half a minute in CI; both
 * times what `FUZZ` says.
 */
export function budget(runs: number, seconds: number): Budget {
  const end = performance.now() + seconds * 1000 * TIMES;
  return { numRuns: Math.ceil(runs * TIMES), isOver: () => performance.now() > end };
}
