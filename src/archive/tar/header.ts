import { TarFault } from './fault.js';
import { numberAt, textAt } from './field.js';
import type { Member } from './member.js';

/** A tar comes in blocks of so many bytes. */
export const BLOCK = 512;

/** What one header block says. */
export type TarHeader =
  | {
      kind: 'member';
      path: string;
      linkpath: string;
      type: Member['type'];
      mode: number | undefined;
      mtime: number | undefined;
      size: number;
      /** Whether the block also has the map of a sparse file, in GNU's old form. */
      isSparse: boolean;
    }
  /** A header for the member that comes next, or for all that come; the rest of it follows the block. */
  | { kind: 'pax' | 'path' | 'linkpath'; forAll: boolean; size: number };

/** By the type letter. Old tars have none for files; 7 is a file that is to lie in one piece. */
const MEMBERS: Readonly<Record<string, Member['type']>> = {
  '\0': 'file',
  0: 'file',
  7: 'file',
  S: 'file',
  1: 'hardlink',
  2: 'symlink',
  5: 'directory',
};

const EXTENSIONS: Readonly<Record<string, 'pax' | 'path' | 'linkpath'>> = {
  x: 'pax',
  X: 'pax',
  g: 'pax',
  L: 'path',
  N: 'path',
  K: 'linkpath',
};

/** Where the fields of a header are, and their bytes (POSIX.1-2017, pax, ustar Interchange Format). */
const FIELDS = {
  path: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkpath: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
} as const;

const MAGIC = 'ustar\u000000';

/** Whether a block holds nothing but zeros, or nothing at all. */
export function isBlank(block: Buffer): boolean {
  return (block[0] ?? 0) === 0 && block.every((byte) => byte === 0);
}

/**
 * Reads one header block.
 * @param offset where it begins, for the message
 * @param path what an earlier header says of the next member's path; old tars wrote a folder as a file
 * with a slash at its end, and the path in the block may be cut off at one
 * @throws TarFault
 */
export function parseHeader(block: Buffer, offset: number, path: string | undefined): TarHeader {
  if (numberAt(block, ...FIELDS.checksum) !== checksumOf(block)) {
    throw new TarFault(`its header at byte ${offset} has the wrong checksum`);
  }
  const letter = String.fromCharCode(block[FIELDS.type[0]] ?? 0);
  const size = Math.max(numberAt(block, ...FIELDS.size) ?? 0, 0);
  const extension = EXTENSIONS[letter];
  if (extension !== undefined) return { kind: extension, forAll: letter === 'g', size };
  const ownPath = path ?? pathIn(block);
  const type = MEMBERS[letter] ?? 'special';
  return {
    kind: 'member',
    path: ownPath,
    linkpath: textAt(block, ...FIELDS.linkpath),
    type: type === 'file' && ownPath.endsWith('/') ? 'directory' : type,
    mode: numberAt(block, ...FIELDS.mode),
    mtime: numberAt(block, ...FIELDS.mtime),
    size,
    isSparse: letter === 'S',
  };
}

function pathIn(block: Buffer): string {
  const path = textAt(block, ...FIELDS.path);
  const [at] = FIELDS.prefix;
  if (block[at] === 0 || block.toString('latin1', ...rangeOf(FIELDS.magic)) !== MAGIC) return path;
  return `${textAt(block, ...FIELDS.prefix)}/${path}`;
}

function rangeOf([at, size]: readonly [number, number]): [number, number] {
  return [at, at + size];
}

/** The sum of the bytes of a header, those of its checksum taken for blanks. */
function checksumOf(block: Buffer): number {
  const [start, end] = rangeOf(FIELDS.checksum);
  let sum = (end - start) * 0x20;
  for (let index = start; index < end; index += 1) sum -= byteAt(block, index);
  // Four at once: of reading a header this is what takes longest.
  for (let index = 0; index < BLOCK; index += 4) {
    sum +=
      byteAt(block, index) +
      byteAt(block, index + 1) +
      byteAt(block, index + 2) +
      byteAt(block, index + 3);
  }
  return sum;
}

function byteAt(block: Buffer, index: number): number {
  return block[index] ?? 0;
}
