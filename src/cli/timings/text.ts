import { bold } from 'yoctocolors';
import { duration } from '../print/duration.js';
import { table } from '../print/table.js';
import { nameOf } from '../progress/lines.js';
import type { BuildTimes, Span } from './build-times.js';

/** Where the time of a build went, as people read it: what it did, in its order, and below a phase its parts. */
export function timingsText(times: BuildTimes, trace: string): string {
  const { build, started, milliseconds, unaccounted, spans } = times;
  const row = (name: string, took: number) => [name, duration(took), percent(took, milliseconds)];
  const outer = spans.filter(({ phase }) => phase === undefined);
  const rows = outer.flatMap((span) => [
    row(span.name, span.milliseconds),
    ...partsOf(span, spans).map((part) => row(`  ${part.name}`, part.milliseconds)),
  ]);
  return [
    `${bold(nameOf(build))} took ${duration(milliseconds)}, from ${duration(started)} after the start on`,
    table(['what', 'time', 'share'], [...rows, row('nothing of these', unaccounted)]),
    `Trace: ${trace}`,
    '',
  ].join('\n');
}

/** A phase that is of one part is that part. */
function partsOf({ kind, name }: Span, spans: readonly Span[]): readonly Span[] {
  const parts = kind === 'phase' ? spans.filter(({ phase }) => phase === name) : [];
  return parts.length > 1 ? parts : [];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.round((part / whole) * 100)} %`;
}
