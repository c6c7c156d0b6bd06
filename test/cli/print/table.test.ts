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

test('colours take no room, and scripts that take two columns take two', (t) => {
  const green = (text: string) => `\u001b[32m${text}\u001b[39m`;
  t.is(
    table(
      ['state', 'what', 'why'],
      [
        [green('ok'), '日本', 'é'],
        ['missing', 'e\u0301t\u00e9', '✔'],
      ],
    ),
    ['state    what  why', `${green('ok')}       日本  é`, 'missing  e\u0301t\u00e9   ✔'].join(
      '\n',
    ),
  );
});

test('a table of a hundred thousand rows is drawn', (t) => {
  const rows = Array.from({ length: 100_000 }, (_, index) => ['name', String(index)]);
  t.is(table(['name', 'number'], rows).split('\n').at(-1), 'name  99999');
});
