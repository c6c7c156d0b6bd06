import { open, type FileHandle } from 'node:fs/promises';
import { ARCHITECTURES, type ElfKind } from '../architecture.js';
import { systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';

const MAGIC = '!<arch>\n';
const HEADER_BYTES = 60;
/** As much of an ELF file as says for whom it is. */
const ELF_BYTES = 20;
/** Names that don't fit into a header; no library has nearly as many. */
const MOST_NAMES = 16 * 1024 * 1024;

/** An object in a static library. */
interface LibraryObject {
  readonly name: string;
  readonly kind: ElfKind;
}

/**
 * The ELF objects in a static library (`ar`, in the format of System V that GNU's has), by their headers
 * alone. None in what is no such library, or may not be read; of one that is cut off, those before the cut.
 */
export async function objectsIn(path: HostPath): Promise<LibraryObject[]> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    if (systemErrorCode(error) === 'EACCES') return [];
    throw error;
  }
  try {
    return await readObjects(file);
  } finally {
    await file.close();
  }
}

async function readObjects(file: FileHandle): Promise<LibraryObject[]> {
  const objects: LibraryObject[] = [];
  if ((await bytesAt(file, 0, MAGIC.length)).toString('latin1') !== MAGIC) return [];
  let names = '';
  let at = MAGIC.length;
  for (;;) {
    const head = await bytesAt(file, at, HEADER_BYTES + ELF_BYTES);
    const header = head.subarray(0, HEADER_BYTES).toString('latin1');
    const size = /^\d+ *$/.test(header.slice(48, 58)) ? Number(header.slice(48, 58)) : -1;
    if (header.length < HEADER_BYTES || !header.endsWith('`\n') || size < 0) return objects;
    const name = header.slice(0, 16).trimEnd();
    const content = at + HEADER_BYTES;
    if (name === '//' && size <= MOST_NAMES) {
      names = (await bytesAt(file, content, size)).toString('utf8');
    }
    const kind = kindOf(head.subarray(HEADER_BYTES, HEADER_BYTES + size));
    if (kind !== undefined) objects.push({ name: nameOf(name, names), kind });
    at = content + size + (size % 2);
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** `x.o/`, or `/17` for the one that begins there in the table of long names. */
function nameOf(name: string, names: string): string {
  const offset = /^\/(\d+)$/.exec(name)?.[1];
  const full =
    offset === undefined ? name : (names.slice(Number(offset)).split('\n', 1)[0] ?? name);
  return full.replace(/\/$/, '');
}

/** What readelf calls those of our architectures; the others are told by their numbers. */
const MACHINES = new Map<number, string>(
  Object.values(ARCHITECTURES).map(({ elf }) => [elf.code, elf.machine]),
);

function kindOf(head: Buffer): ElfKind | undefined {
  if (head.length < ELF_BYTES || head.subarray(0, 4).toString('latin1') !== '\x7fELF')
    return undefined;
  const endianness = head[5] === 2 ? 'big' : 'little';
  const machine = endianness === 'big' ? head.readUInt16BE(18) : head.readUInt16LE(18);
  return {
    machine: MACHINES.get(machine) ?? `ELF machine ${machine}`,
    class: head[4] === 2 ? 'ELF64' : 'ELF32',
    endianness,
  };
}
