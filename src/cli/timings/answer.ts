import type { Answer } from '../schema/answer.js';
import type { BuildTimes } from './build-times.js';

/** Where the time of a build went, for programs: to the microsecond. */
export function timingsAnswer(
  { build, started, milliseconds, unaccounted, spans }: BuildTimes,
  trace: string,
): Answer {
  return {
    type: 'build.timed',
    build,
    started: rounded(started),
    milliseconds: rounded(milliseconds),
    unaccounted: rounded(unaccounted),
    spans: spans.map((span) => ({
      ...span,
      started: rounded(span.started),
      milliseconds: rounded(span.milliseconds),
    })),
    trace,
  };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
