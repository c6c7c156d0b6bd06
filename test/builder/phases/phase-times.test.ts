import test from 'ava';
import type { Event } from '../../../src/event.js';
import { phaseTimes } from '../../../src/builder/phases/phase-times.js';

const BUILD = 'libffi-3.4.4-debian12-x64-1a2b3c4d';

test('what phases took is kept in seconds, by their order, and every event goes on', (t) => {
  const gone: Event[] = [];
  const { emit, seconds } = phaseTimes((event) => gone.push(event));
  t.deepEqual(seconds(), {});
  const events: Event[] = [
    { type: 'phase.started', build: BUILD, phase: 'unpack' },
    { type: 'phase.finished', build: BUILD, phase: 'unpack', milliseconds: 162 },
    { type: 'part.finished', build: BUILD, part: 'make', phase: 'make', milliseconds: 7 },
    { type: 'phase.finished', build: BUILD, phase: 'make', milliseconds: 5817 },
  ];
  for (const event of events) emit(event);
  t.deepEqual(gone, events);
  t.deepEqual(Object.entries(seconds()), [
    ['unpack', 0.162],
    ['make', 5.817],
  ]);
});
