import test from 'ava';

import { compile, library, NOTHING } from '../compile.js';
import { auditOf, machineArch } from '../subject.js';

/** The header of a big-endian shared library for s390x, without segments and sections. */
function s390x(): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x02\x01', 'latin1');
  header.writeUInt16BE(3, 16);
  header.writeUInt16BE(22, 18);
  header.writeUInt32BE(1, 20);
  header.writeUInt16BE(64, 52);
  return header;
}

/** Somebody else's architecture, whatever machine this is. */
const foreign = machineArch === 'arm64' ? 'x64' : 'arm64';

test('binaries of the architecture are well', async (t) => {
  const files = {
    'bin/program': await compile(t, NOTHING),
    'lib/lib.so': await library(t, 'int f(void) { return 1; }'),
    'lib/object.o': await compile(t, 'int g;', '-c'),
    README: 'ELF',
  };
  t.deepEqual((await auditOf(t, files)).of('elf-machine'), []);
  t.deepEqual((await auditOf(t, { 'lib/x.so': s390x() }, { arch: 's390x' })).of('elf-machine'), []);
});

test('a binary for another CPU is told with both', async (t) => {
  const audited = await auditOf(t, { 'lib/x.so': s390x() }, { arch: 'x64' });
  t.deepEqual(audited.of('elf-machine'), [
    'lib/x.so: is for IBM S/390, ELF64, big-endian, not for x64 (Advanced Micro Devices X86-64, ELF64, little-endian)',
  ]);
  t.is(audited.findings.find(({ check }) => check === 'elf-machine')?.severity, 'error');

  const program = await compile(t, NOTHING);
  const [finding, ...more] = (await auditOf(t, { program }, { arch: foreign })).of('elf-machine');
  t.deepEqual(more, []);
  t.regex(
    finding ?? '',
    new RegExp(`^program: is for .+, ELF64, .+-endian, not for ${foreign} \\(`),
  );
});

test('a binary that is cut off, and one that is none, are told', async (t) => {
  const program = await compile(t, NOTHING);
  const files = {
    half: program.subarray(0, program.length / 2),
    less: program.subarray(0, -1000),
    nearly: program.subarray(0, -1),
    head: program.subarray(0, 20),
    joke: '\x7fELF is a word',
  };
  const found = (await auditOf(t, files)).of('elf-machine');
  t.deepEqual(found, [
    `half: is cut off: ${(program.length / 2 / 1000).toPrecision(3).replace(/\.?0+$/, '')} kB of it are missing`,
    'head: begins like an ELF file, but readelf makes no sense of it',
    'joke: begins like an ELF file, but readelf makes no sense of it',
    'less: is cut off: 1 kB of it are missing',
    'nearly: is cut off: 1 B of it are missing',
  ]);
});
