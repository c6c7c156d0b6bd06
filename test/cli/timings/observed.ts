import type { Event } from '../../../src/event.js';
import type { Observed } from '../../../src/cli/timings/index.js';
import { BUILD } from '../progress/events.js';

export function at(time: number, event: Event): Observed {
  return { at: time, event };
}

/** A part of a build that took so many milliseconds. */
export function part(name: string, milliseconds: number) {
  return { type: 'part.finished', build: BUILD, part: name, milliseconds } as const;
}

/** The two events of a phase. */
export function phase(name: string, began: number, ended: number): [Observed, Observed] {
  return [
    at(began, { type: 'phase.started', build: BUILD, phase: name }),
    at(ended, {
      type: 'phase.finished',
      build: BUILD,
      phase: name,
      milliseconds: Math.round(ended - began),
    }),
  ];
}
