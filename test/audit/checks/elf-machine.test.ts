import test from 'ava';

import { compile, library, NOTHING, s390xObject, staticLibrary } from '../compile.js';
import { ARCHITECTURES } from '../../../src/architecture.js';
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

/** What is said of an object for s390x in a tree for this machine's architecture, and the other way round. */
const S390X = 'IBM S/390, ELF64, big-endian';
const { machine, class: size, endianness } = ARCHITECTURES[machineArch].elf;
const OWN = `${machine}, ${size}, ${endianness}-endian`;

test('what slipped in from the machine that cross compiled is told: objects, programs, libraries', async (t) => {
  const files = {
    'bin/gen': await compile(t, NOTHING),
    'lib/left.o': await compile(t, 'int g;', '-c'),
    'lib/libx.so': await library(t, 'int f(void) { return 1; }'),
    'lib/libx.a': await staticLibrary(t, { 'x.o': await compile(t, 'int g;', '-c') }),
    'lib/right.o': s390xObject(),
    'lib/right.a': await staticLibrary(t, { 'x.o': s390xObject() }),
  };
  const audited = await auditOf(t, files, { arch: 's390x' });
  const words = `for ${OWN}, not for s390x (${S390X})`;
  t.deepEqual(audited.of('elf-machine'), [
    `bin/gen: is ${words}`,
    `lib/left.o: is ${words}`,
    `lib/libx.a: has x.o ${words}`,
    `lib/libx.so: is ${words}`,
  ]);
});

test('members of a static library for another CPU are told by name and number', async (t) => {
  const own = await compile(t, 'int g;', '-c');
  const long = 'a_name_that_is_longer_than_a_header_has_room_for.o';
  const audited = await auditOf(t, {
    'lib/mixed.a': await staticLibrary(t, {
      'own.o': own,
      [long]: s390xObject(),
      'odd.o': Buffer.from('odd'),
      'b.o': s390xObject(),
    }),
    'lib/none.a': 'no library',
    'lib/empty.a': '!<arch>\n',
    'lib/text.a': await staticLibrary(t, { 'x.txt': Buffer.from('x') }),
    'lib/link.a': { link: 'mixed.a' },
  });
  t.deepEqual(audited.of('elf-machine'), [
    `lib/mixed.a: has ${long} (and 1 member more) for ${S390X}, not for ${machineArch} (${OWN})`,
  ]);
});

test('of a static library that is cut off, or lies about its sizes, what can be read is told', async (t) => {
  const whole = await staticLibrary(t, { 'a.o': s390xObject(), 'b.o': s390xObject() });
  const lying = Buffer.from(whole);
  // Its size, in the header of the first object, which stands behind that of the symbols.
  lying.write('99999999', whole.indexOf('a.o/') + 48, 'latin1');
  const audited = await auditOf(t, {
    'cut.a': whole.subarray(0, -700),
    'head.a': whole.subarray(0, 40),
    'lying.a': lying,
    'number.a': Buffer.from(whole.toString('latin1').replace(/688 /, 'abc '), 'latin1'),
  });
  const words = `has a.o for ${S390X}, not for ${machineArch} (${OWN})`;
  t.deepEqual(audited.of('elf-machine'), [`cut.a: ${words}`, `lying.a: ${words}`]);
});
