import test from 'ava';
import { parseForced } from '../../../src/sandbox/emulation/force.js';

test('reads the word that forces a way to emulate', (t) => {
  t.is(parseForced(undefined), undefined);
  t.is(parseForced(''), undefined);
  t.is(parseForced('binfmt'), 'registered');
  t.is(parseForced('private'), 'private');
  t.is(parseForced('proot'), 'proot');
});

test('refuses any other word, and suggests the nearest', (t) => {
  const error = t.throws(() => parseForced('prot'), {
    code: 'USAGE',
    message: "BINARY_BUILDER_EMULATOR can't be 'prot'",
  });
  t.like(error, {
    hint: "Did you mean 'proot'? It takes binfmt, private, proot; without it the first that works is taken.",
  });
  t.throws(() => parseForced('toString'), { code: 'USAGE' });
});
