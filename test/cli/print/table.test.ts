import test from 'ava';
import { table } from '../../../src/cli/print/table.js';

test('columns stand under their headings, without lines or blanks at the end', (t) => {
  t.is(
    table(
      ['name', 'size', 'path'],
      [
        ['libffi', '59 kB', '/out/libffi.tgz'],
        ['python', '', ''],
      ],
    ),
    ['name    size   path', 'libffi  59 kB  /out/libffi.tgz', 'python'].join('\n'),
  );
});

test('without rows the headings are left', (t) => {
  t.is(table(['name', 'size'], []), 'name  size');
});
