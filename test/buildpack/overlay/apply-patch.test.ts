import { parsePatch } from 'diff';
import test from 'ava';
import { patchText } from '../../../src/buildpack/overlay/apply-patch.js';

function patch(hunk: string) {
  const [part] = parsePatch(`--- a\n+++ a\n${hunk}`);
  if (part === undefined) throw new Error('no patch');
  return part;
}

const insertion = patch('@@ -2,2 +2,3 @@\n b\n+new\n c\n');

test('a patch is applied where it says, and not again', (t) => {
  t.deepEqual(patchText('a\nb\nc\n', insertion, 0), { kind: 'changed', text: 'a\nb\nnew\nc\n' });
  t.deepEqual(patchText('a\nb\nnew\nc\n', insertion, 0), { kind: 'same' });
});

test('a patch is applied wherever its lines moved to, and not again', (t) => {
  const moved = 'x\ny\na\nb\nc\n';
  t.deepEqual(patchText(moved, insertion, 0), { kind: 'changed', text: 'x\ny\na\nb\nnew\nc\n' });
  t.deepEqual(patchText('x\ny\na\nb\nnew\nc\n', insertion, 0), { kind: 'same' });
});

test('a patch whose lines are there twice is believed only where it says', (t) => {
  t.deepEqual(patchText('a\nb\nc\nb\nc\n', insertion, 0), {
    kind: 'changed',
    text: 'a\nb\nnew\nc\nb\nc\n',
  });
  t.deepEqual(patchText('a\nb\nnew\nc\nb\nc\n', insertion, 0), { kind: 'same' });
  t.deepEqual(patchText('x\ny\na\nb\nnew\nc\nb\nc\n', insertion, 0), { kind: 'unclear' });
});

test('lines around a change have to be as the patch says, unless it may differ', (t) => {
  const wide = patch('@@ -1,4 +1,4 @@\n a\n b\n-old\n+new\n c\n');
  t.deepEqual(patchText('A\nb\nold\nc\n', wide, 0), { kind: 'mismatch' });
  t.deepEqual(patchText('A\nb\nold\nc\n', wide, 1), { kind: 'changed', text: 'A\nb\nnew\nc\n' });
  t.deepEqual(patchText('A\nb\nnew\nc\n', wide, 1), { kind: 'same' });
});
