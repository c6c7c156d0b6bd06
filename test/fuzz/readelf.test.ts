import test from 'ava';
import fc from 'fast-check';
import { parseReadelf } from '../../src/elf/index.js';
import { cpuTime } from '../cpu-time.js';
import { budget, HANG } from './budget.js';

const line = fc.oneof(
  fc.constantFrom(
    'ELF Header:',
    '  Type:                              DYN (Shared object file)',
    '  Type: __proto__',
    '  Type: constructor',
    '  Machine:                           IBM S/390',
    'Dynamic section at offset 0x2e58 contains 9 entries:',
    ' 0x0000000000000001 (NEEDED)             Shared library: [libffi.so.8]',
    ' 0x000000000000001d (RUNPATH)            Library runpath: [$ORIGIN/../lib:/x]',
    ' 0x0000000000000001 (NEEDED)             Shared library: [',
    'File: ./a',
    'File: ./b',
    'There is no dynamic section in this file.',
    '',
  ),
  fc.string(),
  fc
    .tuple(fc.constantFrom(' ', '0', '[', ' 0x', 'a', ']'), fc.nat(20_000))
    .map(([c, n]) => c.repeat(n)),
);
const output = fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n'));
const paths = fc.array(fc.constantFrom('./a', './b', './c\nFile: ./d', ''), { maxLength: 4 });

test('any output of readelf gives a value or an Error, at once', (t) => {
  const { isOver, numRuns } = budget(2000, 3);
  fc.assert(
    fc.property(output, paths, (text, names) => {
      if (isOver()) return;
      const spent = cpuTime();
      try {
        const files = parseReadelf(text, names);
        t.is(files.length, names.length);
      } catch (error) {
        if (!(error instanceof Error) || error instanceof TypeError) throw error;
      }
      if (spent() > HANG) throw new Error('it hangs');
    }),
    { numRuns },
  );
  t.pass();
});
