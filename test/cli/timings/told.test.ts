import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { z } from 'zod';
import {
  type BuildTimes,
  buildTimes,
  timingsText,
  traceJson,
} from '../../../src/cli/timings/index.js';
import { BUILD } from '../progress/events.js';
import { at, part, phase } from './observed.js';

/** What browsers read of a complete event: microseconds, and a row. */
const completeEvent = z.object({
  name: z.string(),
  cat: z.enum(['build', 'phase', 'part']),
  ph: z.literal('X'),
  ts: z.number(),
  dur: z.number().nonnegative(),
  pid: z.literal(1),
  tid: z.int().positive(),
});

const traceSchema = z.strictObject({
  displayTimeUnit: z.literal('ms'),
  traceEvents: z.tuple(
    [
      z.strictObject({
        name: z.literal('process_name'),
        ph: z.literal('M'),
        pid: z.literal(1),
        args: z.strictObject({ name: z.literal(BUILD) }),
      }),
    ],
    completeEvent,
  ),
});

test('people read what a build did in its order, and the parts of a phase that has several', (t) => {
  const [unpack, unpacked] = phase('unpack', 1300, 1400);
  const [testing, tested] = phase('test', 1400, 2300);
  const times = timesOf([
    at(300, part('plan', 100)),
    at(1300, part('source', 1000)),
    unpack,
    at(1399, { ...part('unpack', 99), phase: 'unpack' }),
    unpacked,
    testing,
    at(2000, { ...part('links', 600), phase: 'test' }),
    at(2290, { ...part('loads', 250), phase: 'test' }),
    tested,
    at(2400, part('publish', 60)),
  ]);
  t.is(
    stripVTControlCharacters(timingsText(times, '/out/timings/x.trace.json')),
    `libffi-3.4.4-debian12-x64 took 2.2s, from 200ms after the start on
what              time   share
plan              100ms  5 %
source            1s     45 %
unpack            100ms  5 %
test              900ms  41 %
  links           600ms  27 %
  loads           250ms  11 %
publish           60ms   3 %
nothing of these  40ms   2 %
Trace: /out/timings/x.trace.json
`,
  );
});

test('in a trace what is within something stands below it, and what runs beside it in another row', (t) => {
  const [begin, end] = phase('make', 30, 60.5);
  const times = timesOf([
    at(10, part('stack', 10)),
    at(20, part('source', 19)),
    at(25, part('runner', 5)),
    begin,
    at(40, { ...part('first', 10), phase: 'make' }),
    at(60, { ...part('second', 15), phase: 'make' }),
    end,
  ]);
  const [, ...events] = traceSchema.parse(JSON.parse(traceJson(times))).traceEvents;
  t.deepEqual(
    events.map(({ cat, name, ts, dur, tid }) => [cat, name, ts, dur, tid]),
    [
      ['build', BUILD, 0, 60_500, 1],
      ['part', 'stack', 0, 10_000, 1],
      ['part', 'source', 1000, 19_000, 2],
      ['part', 'runner', 20_000, 5000, 1],
      ['phase', 'make', 30_000, 30_500, 1],
      ['part', 'first', 30_000, 10_000, 1],
      ['part', 'second', 45_000, 15_000, 1],
    ],
  );
});

function timesOf(observed: Parameters<typeof buildTimes>[0]): BuildTimes {
  const [times] = buildTimes(observed);
  if (times === undefined) throw new Error('no build');
  return times;
}
