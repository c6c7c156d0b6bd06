import prettyBytes from 'pretty-bytes';
import { ARCHITECTURES, isElfOf, type ElfKind } from '../../architecture.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';

/** Compares the ELF header of every binary with what the architecture's binaries are. */
export const elfMachine: Check = {
  id: 'elf-machine',
  severity: 'error',
  summary: 'every binary is whole, and for the CPU architecture of the artifact',
  explanation:
    'A program or library says for which CPU it was compiled. One for another CPU is refused: a program ' +
    'ends with "Exec format error", a library with "wrong ELF class" or "cannot open shared object file". ' +
    'The same goes for one of which a part is missing.',
  remedy:
    'See what brought the file: an object that was in the source archive already, test data, a compiler ' +
    "other than the stack's. Remove it before make, or prune it.",
  run: findForeign,
};

function findForeign({ elf, unreadable, entries, arch }: Subject): Observation[] {
  const sizes = new Map(
    entries.flatMap((entry) => (entry.kind === 'file' ? [[entry.path, entry.size]] : [])),
  );
  const foreign = elf.flatMap((file): Observation[] =>
    isElfOf(arch, file)
      ? []
      : [
          {
            path: file.path,
            message: `is for ${wordsFor(file)}, not for ${arch} (${wordsFor(ARCHITECTURES[arch].elf)})`,
          },
        ],
  );
  const cut = elf.flatMap(({ path, extent }): Observation[] => {
    const size = sizes.get(path) ?? extent;
    return size >= extent
      ? []
      : [{ path, message: `is cut off: ${prettyBytes(extent - size)} of it are missing` }];
  });
  const broken = unreadable.map((path) => ({
    path,
    message: 'begins like an ELF file, but readelf makes no sense of it',
  }));
  return [...foreign, ...cut, ...broken];
}

function wordsFor({ machine, class: size, endianness }: ElfKind): string {
  return `${machine}, ${size}, ${endianness}-endian`;
}
