import test from 'ava';
import { printable } from '../../../src/cli/report/printable.js';

test('foreign text can’t command a terminal or begin a line', (t) => {
  t.is(printable('a\u001b[2Jb\nc\u009bd\u0000'), 'a\\u001b[2Jb\\u000ac\\u009bd\\u0000');
  t.is(printable('lib/größe ✔.so'), 'lib/größe ✔.so');
});
