import test from 'ava';
import { counted, plural } from '../../src/text/index.js';

test('things are counted in the words that fit their number', (t) => {
  t.deepEqual(
    [0, 1, 2].map((number) => counted(number, 'file')),
    ['0 files', '1 file', '2 files'],
  );
  t.is(counted(2, 'entry', 'entries'), '2 entries');
  t.is(plural(1, 'is', 'are'), 'is');
  t.is(plural(0, 'is', 'are'), 'are');
});
