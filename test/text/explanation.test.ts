import test from 'ava';
import { type Explained, explanationsMarkdown, explanationText } from '../../src/text/index.js';

const CHECK: Explained = {
  id: 'set-uid',
  severity: 'error',
  summary: 'files that run as somebody else',
  explanation: `A word of ten${' ten ten'.repeat(12)} and more.`,
  remedy: 'Say --strip, or leave *.so out.',
};

test('a check is explained in lines of at most 80 columns, as long as words let them be', (t) => {
  t.is(
    explanationText(CHECK),
    `set-uid (error): files that run as somebody else.

A word of ten ten ten ten ten ten ten ten ten ten ten ten ten ten ten ten ten
ten ten ten ten ten ten ten ten and more.

What to do:
Say --strip, or leave *.so out.`,
  );
  const exact = {
    ...CHECK,
    explanation: `${'x'.repeat(40)} ${'y'.repeat(39)} ${'z'.repeat(90)} z`,
  };
  t.deepEqual(explanationText(exact).split('\n').slice(2, 5), [
    `${'x'.repeat(40)} ${'y'.repeat(39)}`,
    'z'.repeat(90),
    'z',
  ]);
});

test('a page explains errors before warnings, and leaves out what there is none of', (t) => {
  const warning = { ...CHECK, id: 'odd', severity: 'warning' } as const;
  const text = explanationsMarkdown([warning, CHECK], 'checks');
  t.regex(
    text,
    /^<!-- checks: begin \(npm run schemas\) -->\n\n### Errors\n\n#### `set-uid`\n\n[^]*\n\n### Warnings\n\n#### `odd`\n\n[^]*\n\n<!-- checks: end -->$/,
  );
  t.true(text.includes('\n\nFiles that run as somebody else.\n\n'));
  t.true(text.includes('\n\n**What to do:** Say `--strip`, or leave `*.so` out.\n\n'));
  t.false(explanationsMarkdown([CHECK], 'checks').includes('Warnings'));
  t.is(explanationsMarkdown([], 'x'), '<!-- x: begin (npm run schemas) -->\n\n<!-- x: end -->');
});
