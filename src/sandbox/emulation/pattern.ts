import { ARCHITECTURES, type Arch, type Architecture } from '../../architecture.js';
import type { HostPath } from '../../path.js';

/** Bytes by which the kernel knows a file; only the bits of the mask count. */
interface Pattern {
  magic: Uint8Array;
  mask: Uint8Array;
}

/** Offsets in an ELF header; see elf(5). */
const OSABI = 7;
const TYPE = 16;
const MACHINE = 18;
const LENGTH = 20;

const ET_EXEC = 2;
const ET_DYN = 3;
const SYSTEM_V = 0;
const GNU = 3;

/**
 * How binfmt_misc recognises an architecture's programs. Programs are ET_EXEC or, when they are
 * position-independent, ET_DYN, which differ in one bit; gcc marks those with indirect functions as
 * ELFOSABI_GNU, so that the values 0 to 3 are let through, as qemu's own qemu-binfmt-conf.sh does.
 */
export function elfPattern(elf: Architecture['elf']): Pattern {
  const magic = elfHeader(elf, { type: ET_EXEC, osabi: SYSTEM_V });
  const mask = new Uint8Array(LENGTH).fill(0xff);
  mask[OSABI] = 0xfc;
  mask[elf.endianness === 'big' ? TYPE + 1 : TYPE] = 0xfe;
  return { magic, mask };
}

/** The starts of all programs that an architecture has. */
export function elfHeaders(elf: Architecture['elf']): Uint8Array[] {
  return [ET_EXEC, ET_DYN].flatMap((type) =>
    [SYSTEM_V, GNU].map((osabi) => elfHeader(elf, { type, osabi })),
  );
}

function elfHeader(
  elf: Architecture['elf'],
  { type, osabi }: { type: number; osabi: number },
): Uint8Array {
  const header = new Uint8Array(LENGTH);
  header.set([0x7f, 0x45, 0x4c, 0x46]);
  const [width, order, version] = [elf.class === 'ELF64' ? 2 : 1, isLittle(elf) ? 1 : 2, 1];
  header.set([width, order, version, osabi], 4);
  const view = new DataView(header.buffer);
  view.setUint16(TYPE, type, isLittle(elf));
  view.setUint16(MACHINE, elf.code, isLittle(elf));
  return header;
}

function isLittle({ endianness }: Architecture['elf']): boolean {
  return endianness === 'little';
}

/**
 * What is written to binfmt_misc's file `register`. `F` opens qemu now, so that a sandbox need not
 * have it; `P` keeps the name by which a program was called.
 * @see https://docs.kernel.org/admin-guide/binfmt-misc.html
 */
export function registrationOf(arch: Arch, qemu: HostPath): string {
  const { magic, mask } = elfPattern(ARCHITECTURES[arch].elf);
  return `:binary-builder-${arch}:M:0:${escaped(magic)}:${escaped(mask)}:${qemu}:FP`;
}

function escaped(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
