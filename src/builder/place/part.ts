import type { Emit } from '../../event.js';

/** A part of a build: whose, what people call it, and the phase that it is in, if it is in one. */
interface Part {
  readonly build: string;
  readonly part: string;
  readonly phase?: string;
}

/** Does a part of a build; how long that took is told when it ends, however it does. */
export async function asPart<T>(part: Part, emit: Emit, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await work();
  } finally {
    partFinished(part, emit, started);
  }
}

/**
 * Tells that a part ended now.
 * @param started as `performance.now()` had it
 */
export function partFinished(part: Part, emit: Emit, started: number): void {
  const microseconds = Math.round((performance.now() - started) * 1000);
  emit({ type: 'part.finished', ...part, milliseconds: microseconds / 1000 });
}
