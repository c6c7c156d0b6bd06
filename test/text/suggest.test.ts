import test from 'ava';
import { suggest } from '../../src/text/index.js';

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
