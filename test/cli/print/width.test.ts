import test from 'ava';
import { clip, fold } from '../../../src/cli/print/width.js';

test('a line is cut to one row, in which colours take no room and some letters take two columns', (t) => {
  t.is(clip('abcdef', 5), 'abcd');
  t.is(clip('\u001b[1mab\u001b[22mcdef', 5), '\u001b[1mab\u001b[22mcd');
  t.is(clip('漢字漢字', 6), '漢字');
  t.is(clip('a漢字', 5), 'a漢');
});

test('a text is folded into pieces that fit, and is whole when they are put together', (t) => {
  t.deepEqual(fold('abcdef', 4), ['abcd', 'ef']);
  t.deepEqual(fold('漢字漢', 5), ['漢字', '漢']);
  t.deepEqual(fold('', 4), ['']);
});
