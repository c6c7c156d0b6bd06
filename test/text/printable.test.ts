import test from 'ava';
import {
  printable,
  printableIn,
  printableJson,
  printableLine,
  printableLines,
  printableText,
} from '../../src/text/printable.js';
import { HARMFUL, HOSTILE } from '../cli/progress/hostile.js';

test('foreign text can’t command a terminal or begin a line', (t) => {
  t.is(printable('a\u001b[2Jb\nc\u009bd\u0000'), 'a\\u{1b}[2Jb\\u{a}c\\u{9b}d\\u{0}');
  t.is(printable('lib/größe ✔.so'), 'lib/größe ✔.so');
});

test('nor can it hide, or turn a line around', (t) => {
  t.is(printable('a\u202eb\u200bc\u{e0041}\ud800'), 'a\\u{202e}b\\u{200b}c\\u{e0041}\\u{d800}');
  for (const text of Object.values(HOSTILE)) {
    for (const write of [printable, printableText]) t.notRegex(write(text), HARMFUL);
    t.notRegex(printableLine(text).replaceAll('\t', ''), HARMFUL);
    t.notRegex(printableLines(text).replaceAll(/[\t\n]/g, ''), HARMFUL);
  }
});

test('ordinary text of any script stays as it is', (t) => {
  for (const text of [
    '⚠️ ✔️ 🚀',
    'Ελλάδα',
    '漢字かな',
    'हिन्दी',
    'עברית',
    'العربية',
    'e\u0301',
    '¿qué?',
  ]) {
    t.is(printableText(text), text);
  }
});

test('names are cut, and lines of programs that are much longer', (t) => {
  t.is(printable('x'.repeat(301)), `${'x'.repeat(300)}…`);
  t.is(printableText('x'.repeat(5000)).length, 5000);
  t.is(printableLine('x'.repeat(4096)).length, 4096);
  t.is(printableLine('x'.repeat(4099)), `${'x'.repeat(4096)}… (3 more characters)`);
});

test('tabs of a line and line feeds of a text stay', (t) => {
  t.is(printableLine('\ta\n\r'), '\ta\\u{a}\\u{d}');
  t.is(printableLines('\ta\nb\r'), '\ta\nb\\u{d}');
});

test('in a value every text is made harmless, and nothing else is changed', (t) => {
  const date = new Date(0);
  t.deepEqual(printableIn({ 'a\n': ['b\u001b', 1, undefined, null], c: { d: 'e\r' }, date }), {
    'a\\u{a}': ['b\\u{1b}', 1, undefined, null],
    c: { d: 'e\\u{d}' },
    date,
  });
});

test('JSON has what is harmful by its number, and reads back as the same', (t) => {
  const value = { 'a\u202e': ['\u009b', '\u{e0041}'], b: '\ud800 größe' };
  t.is(printableJson(value), '{"a\\u202e":["\\u009b","\\udb40\\udc41"],"b":"\\ud800 größe"}');
  t.deepEqual(JSON.parse(printableJson(value, 2)), value);
  t.is(printableJson(['a'], 1), '[\n "a"\n]');
});
