import test from 'ava';
import { ARCH_NAMES, ARCHITECTURES, archOfMachine, isElfOf } from '../src/architecture.js';

test('qemu’s names are those that its programs have', (t) => {
  t.deepEqual(
    ARCH_NAMES.map((arch) => [arch, ARCHITECTURES[arch].qemu]),
    [
      ['x64', 'x86_64'],
      ['arm64', 'aarch64'],
      ['ppc64le', 'ppc64le'],
      ['s390x', 's390x'],
    ],
  );
});

test('ELF’s numbers are those of elf.h: EM_X86_64, EM_AARCH64, EM_PPC64, EM_S390', (t) => {
  t.deepEqual(
    ARCH_NAMES.map((arch) => ARCHITECTURES[arch].elf.code),
    [62, 183, 21, 22],
  );
});

test('a binary is of one architecture', (t) => {
  for (const arch of ARCH_NAMES) {
    const { elf } = ARCHITECTURES[arch];
    t.deepEqual(
      ARCH_NAMES.filter((other) => isElfOf(other, elf)),
      [arch],
    );
  }
  t.false(isElfOf('ppc64le', { ...ARCHITECTURES.ppc64le.elf, endianness: 'big' }));
});

test('knows machines by what Node calls them', (t) => {
  t.is(archOfMachine('x64', 'LE'), 'x64');
  t.is(archOfMachine('ppc64', 'LE'), 'ppc64le');
  t.is(archOfMachine('ppc64', 'BE'), undefined);
  t.is(archOfMachine('s390x', 'BE'), 's390x');
  t.is(archOfMachine('riscv64', 'LE'), undefined);
});
