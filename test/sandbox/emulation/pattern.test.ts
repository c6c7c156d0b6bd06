import { readFile } from 'node:fs/promises';
import test from 'ava';
import { ARCH_NAMES, ARCHITECTURES } from '../../../src/architecture.js';
import { hostPath } from '../../../src/path.js';
import { elfHeaders, elfPattern, registrationOf } from '../../../src/sandbox/emulation/pattern.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** As qemu's scripts/qemu-binfmt-conf.sh has them; our masks never let more through. */
const QEMU = {
  x64: ['7f454c4602010100000000000000000002003e00', 'fffffffffffefefcfffffffffffffffffeffffff'],
  arm64: ['7f454c460201010000000000000000000200b700', 'ffffffffffffff00fffffffffffffffffeffffff'],
  ppc64le: ['7f454c4602010100000000000000000002001500', 'fffffffffffffffcfffffffffffffffffeffff00'],
  s390x: ['7f454c4602020100000000000000000000020016', 'fffffffffffffffcfffffffffffffffffffeffff'],
} as const;

for (const arch of ARCH_NAMES) {
  const [magic, mask] = QEMU[arch];

  test(`knows ${arch} by the bytes by which qemu's own script knows it`, (t) => {
    const ours = elfPattern(ARCHITECTURES[arch].elf);
    t.is(hex(ours.magic), magic);
    const theirs = Buffer.from(mask, 'hex');
    for (const [index, bits] of theirs.entries()) {
      t.is((ours.mask[index] ?? 0) & bits, bits, `byte ${index}`);
    }
  });

  test(`the pattern of ${arch} takes all of its programs and none of another`, (t) => {
    const ours = elfPattern(ARCHITECTURES[arch].elf);
    const takes = (header: Uint8Array) =>
      ours.magic.every(
        (byte, index) =>
          ((header[index] ?? 0) & (ours.mask[index] ?? 0)) === (byte & (ours.mask[index] ?? 0)),
      );
    for (const other of ARCH_NAMES) {
      for (const header of elfHeaders(ARCHITECTURES[other].elf))
        t.is(takes(header), other === arch);
    }
  });
}

test('the program that this runs in has the header of its architecture', async (t) => {
  const start = new Uint8Array(await readFile(process.execPath)).slice(0, 20);
  const known = ARCH_NAMES.flatMap((arch) => elfHeaders(ARCHITECTURES[arch].elf).map(hex));
  t.true(known.includes(hex(start)));
});

test('writes a registration as binfmt_misc reads it, with qemu opened at once', (t) => {
  t.is(
    registrationOf('s390x', hostPath('/usr/bin/qemu-s390x-static')),
    [
      ':binary-builder-s390x:M:0',
      '\\x7f\\x45\\x4c\\x46\\x02\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x16',
      '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfc\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff',
      '/usr/bin/qemu-s390x-static:FP',
    ].join(':'),
  );
});
