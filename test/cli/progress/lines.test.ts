import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { publicUri } from '../../../src/network/address.js';
import { duration } from '../../../src/cli/print/duration.js';
import { linesOf, nameOf, progressLine } from '../../../src/cli/progress/lines.js';
import { BUILD } from './events.js';

test('a build is called by what people know of it', (t) => {
  t.is(nameOf(BUILD), 'libffi-3.4.4-debian12-x64');
  t.is(nameOf('libffi 3.4.4'), 'libffi 3.4.4');
});

test('times are as exact as they are short', (t) => {
  t.is(duration(45), '45ms');
  t.is(duration(1250), '1.2s');
  t.is(duration(65_400), '1m 5s');
  t.is(duration(3_600_000), '1h');
});

test('a download tells how far it is, when the origin says how much there is', (t) => {
  const event = {
    type: 'source.progress',
    url: publicUri('u'),
    received: 500,
    bytesPerSecond: 1000,
  } as const;
  const line = (total: number | undefined) =>
    stripVTControlCharacters(progressLine({ ...event, total }));
  t.is(line(2000), '500 B of 2 kB (25 %), 1 kB/s u');
  t.is(line(undefined), '500 B, 1 kB/s u');
});

test('what the store had is told as such', (t) => {
  const [first = ''] = linesOf({
    type: 'build.finished',
    build: BUILD,
    reused: true,
    milliseconds: 60,
    artifact: { path: '/x', size: 1, md5: 'm', sha256: 's' },
    entry: '',
  });
  t.is(
    stripVTControlCharacters(first),
    'libffi-3.4.4-debian12-x64 ✔ already built, nothing to do 60ms',
  );
});
