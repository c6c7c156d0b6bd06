import type { BuildTimes, Span } from './build-times.js';

/**
 * A build as a trace that browsers show: JSON in the Trace Event Format
 * (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU). Spans that are under way at
 * the same time, and none of which is in the other, are in rows of their own.
 */
export function traceJson({ build, started, milliseconds, spans }: BuildTimes): string {
  const whole = { kind: 'build', name: build, started, milliseconds } as const;
  const events = inRows([whole, ...spans]).map(({ span, row }) => ({
    name: span.name,
    cat: span.kind,
    ph: 'X',
    ts: microseconds(span.started),
    dur: microseconds(span.milliseconds),
    pid: 1,
    tid: row,
  }));
  const name = { name: 'process_name', ph: 'M', pid: 1, args: { name: build } };
  const trace = { displayTimeUnit: 'ms', traceEvents: [name, ...events] };
  return `${JSON.stringify(trace, null, 1)}\n`;
}

type Shown = Pick<Span, 'name' | 'started' | 'milliseconds'> & { readonly kind: string };

/** Gives each span the first row, from 1 on, in which those that it overlaps are all around it. */
function inRows(spans: readonly Shown[]): { span: Shown; row: number }[] {
  // By row, the ends of what is under way, the innermost last.
  const rows: number[][] = [];
  const outermostFirst = spans.toSorted(
    (a, b) => a.started - b.started || b.milliseconds - a.milliseconds,
  );
  return outermostFirst.map((span) => {
    const end = span.started + span.milliseconds;
    const fits = rows.findIndex((ends) => {
      while ((ends.at(-1) ?? Infinity) <= span.started) ends.pop();
      return (ends.at(-1) ?? Infinity) >= end;
    });
    const index = fits === -1 ? rows.length : fits;
    rows[index] = [...(rows[index] ?? []), end];
    return { span, row: index + 1 };
  });
}

/** Whole ones would put what follows into what went before. */
function microseconds(milliseconds: number): number {
  return Number((milliseconds * 1000).toFixed(3));
}
