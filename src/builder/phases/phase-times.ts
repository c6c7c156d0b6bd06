import type { Emit } from '../../event.js';

/** Hands events on, and keeps what each phase took. */
interface PhaseTimes {
  readonly emit: Emit;
  /** Seconds by the name of the phase, in the order in which they ended. */
  readonly seconds: () => Record<string, number>;
}

/** Listens to the events of one build. */
export function phaseTimes(emit: Emit): PhaseTimes {
  const times = new Map<string, number>();
  return {
    emit(event) {
      if (event.type === 'phase.finished') times.set(event.phase, event.milliseconds / 1000);
      emit(event);
    },
    seconds: () => Object.fromEntries(times),
  };
}
