import type { Event } from '../../event.js';
import { groupBy } from '../../group-by.js';

/** An event, and when it came: milliseconds since the program was started, by a clock that nobody sets. */
export interface Observed {
  readonly at: number;
  readonly event: Event;
}

/** Something that a build did: a phase, a part of one, or what it does beside its phases. */
export interface Span {
  readonly kind: 'phase' | 'part';
  readonly name: string;
  /** The phase that it is a part of. */
  readonly phase?: string;
  /** Milliseconds since the program was started. */
  readonly started: number;
  readonly milliseconds: number;
}

/** Where the time of a build went. */
export interface BuildTimes {
  readonly build: string;
  /** Milliseconds since the program was started. */
  readonly started: number;
  readonly milliseconds: number;
  /** The milliseconds in which none of its spans was under way. */
  readonly unaccounted: number;
  /** In the order in which they began. */
  readonly spans: readonly Span[];
}

/**
 * The builds of some events, in the order in which they began; one that had no plan isn't among them. A phase
 * that never ended, since its build failed, lasts as long as there are events of it.
 */
export function buildTimes(observed: readonly Observed[]): BuildTimes[] {
  const byBuild = groupBy(observed, ({ event }) => ('build' in event ? event.build : undefined));
  return [...byBuild]
    .flatMap(([build, own]) => {
      const spans = spansOf(own).toSorted((a, b) => a.started - b.started);
      return spans.length === 0 ? [] : [timesOf(build, spans, own)];
    })
    .toSorted((a, b) => a.started - b.started);
}

function timesOf(build: string, spans: readonly Span[], observed: readonly Observed[]): BuildTimes {
  const started = Math.min(...spans.map((span) => span.started));
  const milliseconds = Math.max(...observed.map(({ at }) => at)) - started;
  return { build, started, milliseconds, unaccounted: milliseconds - covered(spans), spans };
}

function spansOf(observed: readonly Observed[]): Span[] {
  const phases = phasesOf(observed);
  const parts = observed.flatMap(({ at, event }): Span[] => {
    if (event.type !== 'part.finished') return [];
    const { part: name, phase, milliseconds: took } = event;
    // Told when it ended, by a time that was rounded: it didn't begin before its phase.
    const earliest = phases.findLast((one) => one.name === phase)?.started ?? 0;
    const started = Math.max(at - took, earliest);
    return [{ kind: 'part', name, ...(phase && { phase }), started, milliseconds: at - started }];
  });
  return [...phases, ...parts];
}

function phasesOf(observed: readonly Observed[]): Span[] {
  const end = observed.at(-1)?.at ?? 0;
  return observed.flatMap(({ at: started, event }, index): Span[] => {
    if (event.type !== 'phase.started') return [];
    const { phase: name } = event;
    const finished = observed
      .slice(index)
      .find((later) => later.event.type === 'phase.finished' && later.event.phase === name);
    return [{ kind: 'phase', name, started, milliseconds: (finished?.at ?? end) - started }];
  });
}

/** The milliseconds in which at least one of them was under way; they come in the order of their beginnings. */
function covered(spans: readonly Span[]): number {
  let until = 0;
  let sum = 0;
  for (const { started, milliseconds } of spans) {
    const end = started + milliseconds;
    sum += Math.max(0, end - Math.max(started, until));
    until = Math.max(until, end);
  }
  return sum;
}
