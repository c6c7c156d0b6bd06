import prettyBytes from 'pretty-bytes';
import { ARCHITECTURES, isElfOf, type Arch, type ElfKind } from '../../architecture.js';
import { counted, printable } from '../../text/index.js';
import { inHost } from '../../path.js';
import type { FileEntry } from '../../tree/index.js';
import { objectsIn } from '../static-library.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { lookAtEach } from '../reading.js';

/** Compares the ELF header of every binary, those in static libraries too, with what the architecture's are. */
export const elfMachine: Check = {
  id: 'elf-machine',
  severity: 'error',
  summary: 'every binary is whole, and for the CPU architecture of the artifact',
  explanation:
    'A program or library says for which CPU it was compiled. One for another CPU is refused: a program ' +
    'ends with "Exec format error", a library with "wrong ELF class" or "cannot open shared object file". ' +
    'The same goes for one of which a part is missing. Objects for another CPU in a static library can ' +
    'not be linked with anything.',
  remedy:
    'See what brought the file: an object that was in the source archive already, test data, a compiler ' +
    "other than the stack's. Remove it before make, or prune it.",
  run: findForeign,
};

async function findForeign(subject: Subject): Promise<Observation[]> {
  const { elf, unreadable, entries, arch } = subject;
  const sizes = new Map(
    entries.flatMap((entry) => (entry.kind === 'file' ? [[entry.path, entry.size]] : [])),
  );
  const foreign = elf.flatMap((file): Observation[] =>
    isElfOf(arch, file)
      ? []
      : [
          {
            path: file.path,
            message: `is for ${wordsFor(file)}, ${notFor(arch)}`,
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
  const archives = entries.filter((entry) => entry.kind === 'file').filter(isStaticLibrary);
  const within = await lookAtEach(archives, subject, (entry) => findForeignMembers(subject, entry));
  return [...foreign, ...cut, ...broken, ...within.flat()];
}

function isStaticLibrary({ path }: FileEntry): boolean {
  return path.endsWith('.a');
}

/** All are told in one line: of a library for another CPU every member is. */
async function findForeignMembers(
  { root, arch }: Subject,
  { path }: FileEntry,
): Promise<Observation[]> {
  const foreign = (await objectsIn(inHost(root, path))).filter(({ kind }) => !isElfOf(arch, kind));
  const [first, ...others] = foreign;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` (and ${counted(others.length, 'member')} more)`;
  return [
    {
      path,
      message: `has ${printable(first.name)}${more} for ${wordsFor(first.kind)}, ${notFor(arch)}`,
    },
  ];
}

function wordsFor({ machine, class: size, endianness }: ElfKind): string {
  return `${machine}, ${size}, ${endianness}-endian`;
}

function notFor(arch: Arch): string {
  return `not for ${arch} (${wordsFor(ARCHITECTURES[arch].elf)})`;
}
