import test from 'ava';
import { oneName } from '../../../src/cli/options/words.js';

test('one name is one name', (t) => {
  t.is(oneName('shell', ['a']), 'a');
  for (const names of [[], ['a', 'b']]) {
    const error = t.throws(() => oneName('shell', names));
    t.like(error, {
      message: "'shell' takes one name.",
      hint: 'For example: binary-builder shell NAME',
    });
  }
});
