import test from 'ava';
import fc from 'fast-check';
import { replaceText } from '../../../src/buildpack/overlay/replace-text.js';

const once = (text: string, to: string, matches = 1) => ({ text, with: to, matches });

test('a line is commented out once, though the new line has the old one in it', (t) => {
  const change = once('gdal\n', '# gdal\n');
  t.deepEqual(replaceText('a\ngdal\nb\n', change), { kind: 'changed', text: 'a\n# gdal\nb\n' });
  t.deepEqual(replaceText('a\n# gdal\nb\n', change), { kind: 'same' });
});

test('a part that is taken away is looked for with what stays of it', (t) => {
  const change = once('sudo make\n', 'make\n');
  t.deepEqual(replaceText('sudo make\n', change), { kind: 'changed', text: 'make\n' });
  t.deepEqual(replaceText('make\n', change), { kind: 'same' });
});

test('so many places are replaced as is said, no more and no fewer', (t) => {
  t.deepEqual(replaceText('a a a', once('a', 'b', 3)), { kind: 'changed', text: 'b b b' });
  t.deepEqual(replaceText('a a', once('a', 'b')), {
    kind: 'mismatch',
    found: 2,
    done: 0,
    nearest: undefined,
  });
  t.deepEqual(replaceText('b a', once('a', 'b', 2)), {
    kind: 'mismatch',
    found: 1,
    done: 1,
    nearest: undefined,
  });
});

test('a text that is not there is answered with the nearest line', (t) => {
  t.deepEqual(replaceText('one\n\tprint get_sate()\n', once('print get_state()', 'x')), {
    kind: 'mismatch',
    found: 0,
    done: 0,
    nearest: { number: 2, line: '\tprint get_sate()', wanted: 'print get_state()' },
  });
  t.like(replaceText('}\n', once('a long line that nothing is like', 'x')), { nearest: undefined });
});

test('a replacement that nobody could tell from what is there anyway is not made', (t) => {
  t.deepEqual(replaceText('a b', once('a', 'b')), { kind: 'unclear', left: 0, done: 2 });
});

test('a last line without an end is found as a line, and stays without one', (t) => {
  const change = once('last\n', 'new\n');
  t.deepEqual(replaceText('a\nlast', change), { kind: 'changed', text: 'a\nnew' });
  t.deepEqual(replaceText('a\nnew', change), { kind: 'same' });
});

test('whatever is replaced is the same afterwards', (t) => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 1, maxLength: 4 });
  const file = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 });
  fc.assert(
    fc.property(file, word, word, fc.integer({ min: 1, max: 3 }), (whole, text, to, matches) => {
      fc.pre(text !== to);
      const change = once(text, to, matches);
      const replaced = replaceText(whole, change);
      if (replaced.kind === 'changed') {
        t.deepEqual(replaceText(replaced.text, change), { kind: 'same' });
      }
    }),
    { numRuns: 3000 },
  );
});
