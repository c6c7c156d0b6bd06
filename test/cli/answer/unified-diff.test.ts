import test from 'ava';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { unifiedDiff, writeDiff } from '../../../src/cli/answer/unified-diff.js';
import { leastTime } from '../../cpu-time.js';

function written(diff: string, isTTY: boolean): string {
  let text = '';
  writeDiff({ write: (part) => (text += part), isTTY }, diff);
  return text;
}

test('between a text and itself there is no diff', (t) => {
  t.is(unifiedDiff('m.yml', 'a\n', 'a\n'), '');
});

for (const [what, before, after] of [
  ['lines', 'a\nb\nc\n', 'a\nx\nc\n'],
  ['carriage returns', 'a\r\nb\r\n', 'a\r\nx\r\n'],
  ['a byte order mark and no final newline', '\uFEFFa\nb', '\uFEFFa\nx'],
  ['a final newline', 'a\nb', 'a\nb\n'],
] as const) {
  test(`a diff with ${what} gives the other text when it is applied`, (t) => {
    const diff = written(unifiedDiff('m.yml', before, after), false);
    t.true(diff.startsWith('--- m.yml\n+++ m.yml\n@@ -1'));
    t.is(applyPatch(before, diff, { autoConvertLineEndings: false }), after);
  });
}

test('whatever two texts are, the diff between them gives the one when it is applied to the other', (t) => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', '', 'e\r'), { maxLength: 30 })
    .chain((lines) => fc.constantFrom(lines.join('\n'), lines.map((line) => `${line}\n`).join('')));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff('m.yml', before, after);
      t.is(applyPatch(before, diff, { autoConvertLineEndings: false, fuzzFactor: 0 }), after);
    }),
  );
});

test('on a terminal a diff commands nothing', (t) => {
  const diff = unifiedDiff('m.yml', 'a\n', '\tb\u001b[2J\n');
  t.false(written(diff, true).includes('\u001b[2J'));
  t.true(written(diff, true).includes('\tb\\u{1b}[2J'));
  t.true(written(diff, false).includes('\u001b[2J'));
});

test.serial('ten thousand entries that all changed are compared in a moment', async (t) => {
  const entry = (index: number, digest: string) =>
    `- name: n${index}\n  version: 1.0.${index}\n  uri: https://e.org/n${index}\n  md5: ${digest}${index}\n`;
  const text = (digest: string) =>
    Array.from({ length: 10_000 }, (_, index) => entry(index, digest)).join('');
  const seconds = await leastTime(10, () => {
    const diff = unifiedDiff('m.yml', text('a'), text('b'));
    t.is(diff.match(/^\+ /gm)?.length, 10_000);
  });
  // By the square of the changes it would be more than a minute.
  t.true(seconds < 10, `${seconds} s`);
});
