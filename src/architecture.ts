import os from 'node:os';

/** What the ELF header of a binary says of whom it is for, in readelf's words. */
export interface ElfKind {
  readonly machine: string;
  readonly class: string;
  readonly endianness: 'little' | 'big';
}

/** One CPU architecture under the names that everybody else gives it. */
export interface Architecture {
  /** GNU triplet, as configure's `--host` takes it. */
  readonly triplet: string;
  /** Debian's name, as dpkg and apt use it. */
  readonly debian: string;
  /** OCI platform, as container engines take it. */
  readonly platform: string;
  /** What `uname -m` answers. */
  readonly machine: string;
  /** What build systems call its family, as meson's reference tables have it. */
  readonly family: string;
  /** The name of its emulator in qemu: `qemu-NAME`, or `qemu-NAME-static`. */
  readonly qemu: string;
  /** What its binaries are; `code` is `e_machine` in their header, by the ELF specification. */
  readonly elf: ElfKind & { readonly code: number };
}

/** The architectures that artifacts are built for; the keys are the words used everywhere else. */
export const ARCHITECTURES = {
  x64: {
    triplet: 'x86_64-linux-gnu',
    debian: 'amd64',
    platform: 'linux/amd64',
    machine: 'x86_64',
    family: 'x86_64',
    qemu: 'x86_64',
    elf: {
      code: 62,
      machine: 'Advanced Micro Devices X86-64',
      class: 'ELF64',
      endianness: 'little',
    },
  },
  arm64: {
    triplet: 'aarch64-linux-gnu',
    debian: 'arm64',
    platform: 'linux/arm64',
    machine: 'aarch64',
    family: 'aarch64',
    qemu: 'aarch64',
    elf: { code: 183, machine: 'AArch64', class: 'ELF64', endianness: 'little' },
  },
  ppc64le: {
    triplet: 'powerpc64le-linux-gnu',
    debian: 'ppc64el',
    platform: 'linux/ppc64le',
    machine: 'ppc64le',
    family: 'ppc64',
    qemu: 'ppc64le',
    elf: { code: 21, machine: 'PowerPC64', class: 'ELF64', endianness: 'little' },
  },
  s390x: {
    triplet: 's390x-linux-gnu',
    debian: 's390x',
    platform: 'linux/s390x',
    machine: 's390x',
    family: 's390x',
    qemu: 's390x',
    elf: { code: 22, machine: 'IBM S/390', class: 'ELF64', endianness: 'big' },
  },
} as const satisfies Record<string, Architecture>;

/** The name of an architecture in requests, plans, file names and records. */
export type Arch = keyof typeof ARCHITECTURES;

/** All architecture names, in the order in which messages list them. */
export const ARCH_NAMES = Object.keys(ARCHITECTURES) as [Arch, ...Arch[]];

/** Whether a binary is one of an architecture. */
export function isElfOf(arch: Arch, binary: ElfKind): boolean {
  const { elf } = ARCHITECTURES[arch];
  return (
    binary.machine === elf.machine &&
    binary.class === elf.class &&
    binary.endianness === elf.endianness
  );
}

/** The architecture of a machine, from what Node calls it (`process.arch`), if it is one of ours. */
export function archOfMachine(nodeArch: string, endianness: 'LE' | 'BE'): Arch | undefined {
  if (nodeArch === 'ppc64') return endianness === 'LE' ? 'ppc64le' : undefined;
  return ARCH_NAMES.find((name) => name === nodeArch);
}

/** This machine's architecture; undefined for one that nothing is built for. */
export function machineArch(): Arch | undefined {
  return archOfMachine(process.arch, os.endianness());
}
