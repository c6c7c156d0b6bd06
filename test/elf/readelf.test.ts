import test from 'ava';

import { parseReadelf } from '../../src/elf/readelf.js';

const header = (type: string) => `ELF Header:
  Class:                             ELF64
  Type:                              ${type}
  Machine:                           IBM S/390
  Version:                           0x1
`;

const dynamic = (lines: readonly string[]) => `
Dynamic section at offset 0x2e58 contains ${lines.length} entries:
  Tag        Type                         Name/Value
${lines.join('\n')}
`;

const shared =
  header('DYN (Shared object file)') +
  dynamic([
    ' 0x0000000000000001 (NEEDED)             Shared library: [libffi.so.8]',
    ' 0x0000000000000001 (NEEDED)             Shared library: [lib c[1].so]',
    ' 0x000000000000000e (SONAME)             Library soname: [liba.so.1]',
    ' 0x000000000000001d (RUNPATH)            Library runpath: [$ORIGIN/../lib:/x]',
    ' 0x0000000000000000 (NULL)               0x0',
  ]);
const object = `${header('REL (Relocatable file)')}\nThere is no dynamic section in this file.\n`;
const old =
  header('EXEC (Executable file)') +
  dynamic([' 0x0000000f (RPATH)                      Library rpath: []']);

test('what readelf prints about one file is read, though it prints no name then', (t) => {
  t.deepEqual(parseReadelf(shared, ['./lib/liba.so']), [
    {
      path: './lib/liba.so',
      type: 'shared',
      machine: 'IBM S/390',
      dynamic: {
        soname: 'liba.so.1',
        needed: ['libffi.so.8', 'lib c[1].so'],
        rpath: undefined,
        runpath: ['$ORIGIN/../lib', '/x'],
      },
    },
  ]);
});

test('what readelf prints about several files is told apart by their names, odd ones too', (t) => {
  const names = ['./a b.so', './a\nFile: ./c', './c', './d'];
  const bodies = [shared, object, old, header('CORE (Core file)')];
  const output = names.map((name, index) => `\nFile: ${name}\n${bodies[index] ?? ''}`).join('');

  const files = parseReadelf(output, names);

  t.deepEqual(
    files.map(({ path, type }) => [path, type]),
    [
      ['./a b.so', 'shared'],
      ['./a\nFile: ./c', 'relocatable'],
      ['./c', 'executable'],
      ['./d', 'other'],
    ],
  );
  t.deepEqual(files[2]?.dynamic, {
    soname: undefined,
    needed: [],
    rpath: [''],
    runpath: undefined,
  });
  t.is(files[1]?.dynamic, undefined);
});

test('output that lacks a file is an error that names it', (t) => {
  t.throws(() => parseReadelf(`\nFile: ./a\n${shared}`, ['./a', './b']), {
    message: 'readelf printed nothing about ./b',
  });
  t.throws(() => parseReadelf('', ['./a']), { message: 'readelf printed no ELF header of ./a' });
});
