import type { Plan } from '../../plan/index.js';
import type { Mount, Sandbox } from '../../sandbox/index.js';
import type { Context } from '../../store/index.js';
import type { Effort } from './environment.js';
import type { Workplace } from '../place/index.js';

/** Everything that the phases of one build share. */
export interface PhaseContext extends Context {
  plan: Plan;
  place: Workplace;
  /** Where it is configured, compiled and installed. */
  sandbox: Sandbox;
  /** Where its own programs run. The same, unless it is cross compiled. */
  target: Sandbox;
  /** What the compiler compiles against, when it is cross compiled. */
  sysroot: Mount | undefined;
  effort: Effort;
}

/** Runs something as a phase: people see it start, and how long it took. */
export async function asPhase<T>(
  { place, emit, signal }: Pick<PhaseContext, 'place' | 'emit' | 'signal'>,
  phase: string,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const started = performance.now();
  emit({ type: 'phase.started', build: place.id, phase });
  const result = await work();
  const milliseconds = Math.round(performance.now() - started);
  emit({ type: 'phase.finished', build: place.id, phase, milliseconds });
  return result;
}
