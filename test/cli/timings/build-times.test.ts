import test from 'ava';
import type { Event } from '../../../src/event.js';
import { buildTimes, type Observed, timingsAnswer } from '../../../src/cli/timings/index.js';
import { BUILD, EVENTS } from '../progress/events.js';
import { at, part, phase } from './observed.js';

test('phases last from their first event to their last, parts end when they are told', (t) => {
  const observed = [
    at(12, part('plan', 10)),
    at(20, part('source', 5)),
    ...phase('make', 30, 80),
    at(81, { type: 'build.started', build: BUILD, key: '1a2b3c4d' }),
  ];
  t.deepEqual(buildTimes(observed), [
    {
      build: BUILD,
      started: 2,
      milliseconds: 79,
      unaccounted: 79 - 10 - 5 - 50,
      spans: [
        { kind: 'part', name: 'plan', started: 2, milliseconds: 10 },
        { kind: 'part', name: 'source', started: 15, milliseconds: 5 },
        { kind: 'phase', name: 'make', started: 30, milliseconds: 50 },
      ],
    },
  ]);
});

test('time in which several were under way counts once', (t) => {
  const [times] = buildTimes([at(10, part('stack', 10)), at(15, part('source', 12))]);
  t.like(times, { started: 0, milliseconds: 15, unaccounted: 0 });
  const [apart] = buildTimes([at(10, part('stack', 10)), at(30, part('source', 5))]);
  t.like(apart, { milliseconds: 30, unaccounted: 15 });
});

test('a part of a phase begins no earlier than its phase', (t) => {
  const [begin, end] = phase('test', 10, 20);
  const inTest = { ...part('says hello', 9.001), phase: 'test' } as const;
  const [times] = buildTimes([begin, at(19, inTest), end]);
  t.deepEqual(times?.spans, [
    { kind: 'phase', name: 'test', started: 10, milliseconds: 10 },
    { kind: 'part', name: 'says hello', phase: 'test', started: 10, milliseconds: 9 },
  ]);
});

test('a phase in which a build failed lasts as long as there are events of the build', (t) => {
  const [begin] = phase('make', 10, 99);
  const [times] = buildTimes([begin, at(25, log('make', BUILD))]);
  t.deepEqual(times?.spans, [{ kind: 'phase', name: 'make', started: 10, milliseconds: 15 }]);
});

test('builds are told apart and in the order in which they began; without a span there was none', (t) => {
  const other = 'other-1.0-debian12-x64-00000000';
  const observed: Observed[] = [
    at(20, part('plan', 1)),
    at(21, { ...part('plan', 20), build: other }),
    at(22, log('make', 'unplanned-1.0')),
    at(40, { type: 'stack.log', stack: 'debian12', line: 'made' }),
    at(50, { ...part('publish', 2), build: other }),
  ];
  t.deepEqual(
    buildTimes(observed).map(({ build, started, milliseconds }) => [build, started, milliseconds]),
    [
      [other, 1, 49],
      [BUILD, 19, 1],
    ],
  );
  t.deepEqual(buildTimes([]), []);
});

test('phases of one name, as of two needs, are two', (t) => {
  const [times] = buildTimes([...phase('make', 1, 3), ...phase('make', 5, 9)]);
  t.deepEqual(
    times?.spans.map(({ started, milliseconds }) => [started, milliseconds]),
    [
      [1, 2],
      [5, 4],
    ],
  );
});

test('all events of a build count to its end, and programs get whole microseconds', (t) => {
  const observed = EVENTS.map((event, index) => at(index / 3, event));
  const [times] = buildTimes(observed);
  t.truthy(times);
  if (times === undefined) return;
  t.deepEqual(timingsAnswer(times, '/out/timings/x.trace.json'), {
    type: 'build.timed',
    build: BUILD,
    started: 2.667,
    milliseconds: 1.333,
    unaccounted: 0.667,
    spans: [{ kind: 'phase', name: 'make', started: 2.667, milliseconds: 0.667 }],
    trace: '/out/timings/x.trace.json',
  });
});

function log(phaseName: string, build: string): Event {
  return { type: 'log', build, phase: phaseName, line: 'cc -c x.c' };
}
