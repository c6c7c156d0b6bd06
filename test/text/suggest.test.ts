import test from 'ava';
import { didYouMean, meant, suggest } from '../../src/text/index.js';

const KNOWN = ['libffi', 'libmemcached', 'python'];

test('the nearest word is suggested', (t) => {
  t.is(suggest('libfi', KNOWN), 'libffi');
  t.is(suggest('Pyhton', KNOWN), 'python');
  t.is(suggest('libmemcache', KNOWN), 'libmemcached');
});

test('nothing is suggested when nothing is near', (t) => {
  t.is(suggest('postgres', KNOWN), undefined);
  t.is(suggest('x', []), undefined);
});

test('a hint begins with the question for the nearest word, or with nothing', (t) => {
  t.is(`${didYouMean('libfi', KNOWN)}Known: none.`, "Did you mean 'libffi'? Known: none.");
  t.is(
    didYouMean('libfi', KNOWN, (word) => `{${word}}`),
    'Did you mean {libffi}? ',
  );
  t.is(didYouMean('postgres', KNOWN), '');
  t.is(meant('libfi', KNOWN), "did you mean 'libffi'?");
  t.is(meant('postgres', KNOWN), undefined);
});
