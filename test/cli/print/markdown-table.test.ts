import test from 'ava';
import { markdownTable } from '../../../src/cli/print/markdown-table.js';

test('what would end a cell or begin something else is escaped', (t) => {
  t.is(
    markdownTable(
      ['a', 'b'],
      [
        ['x|y', '\\*_`<b>[1]'],
        ['line\nend', ''],
      ],
    ),
    '| a | b |\n|---|---|\n| x\\|y | \\\\\\*\\_\\`\\<b\\>\\[1\\] |\n| line\\u{a}end |  |',
  );
});
