import test from 'ava';
import { alternatives } from '../../src/text/index.js';

test('names are put together as alternatives', (t) => {
  t.is(alternatives([]), '');
  t.is(alternatives(['a']), 'a');
  t.is(alternatives(['a', 'b']), 'a or b');
  t.is(alternatives(['a', 'b', 'c']), 'a, b or c');
});
