import { open, type FileHandle } from 'node:fs/promises';
import type { HostPath } from '../../path.js';

/** No table that a linker writes is nearly as large. */
const MOST_BYTES = 256 * 1024 * 1024;

const STRING_TABLE = 3;
const DYNAMIC = 6;
const DYNAMIC_SYMBOLS = 11;
const VERSIONS_DEFINED = 0x6ffffffd;
const VERSIONS_NEEDED = 0x6ffffffe;

/** Tags of the dynamic section whose value is a string's place (elf.h). */
const STRING_TAGS = new Set([
  ...[1, 14, 15, 29],
  ...[0x6ffffefa, 0x6ffffefb, 0x6ffffefc, 0x7ffffffd, 0x7fffffff],
]);

/**
 * Blanks a string in the table of what the loader reads (.dynstr), as far as nothing refers to it any
 * more. Linkers let strings share their ends: `libx.so.1` may be the end of `/build/libx.so.1`, and stays.
 * A file of which it isn't sure what refers to its strings is left as it is.
 */
export async function blankOrphan(path: HostPath, orphan: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const layout = await readLayout(file);
    const table = layout?.sections.find(({ type }) => type === DYNAMIC);
    const strings = table && layout?.sections[table.link];
    if (layout === undefined || strings?.type !== STRING_TABLE) return;
    const references = await referencesTo(layout.sections.indexOf(strings), layout, file);
    const bytes = await bytesOf(strings, file);
    if (references === undefined || bytes === undefined) return;
    for (const { start, end } of orphanedIn(bytes, Buffer.from(`${orphan}\0`), references)) {
      await file.write(Buffer.alloc(end - start), 0, end - start, strings.offset + start);
    }
  } finally {
    await file.close();
  }
}

/** Where a string stands that nothing refers to, up to an end of it that something does. */
function orphanedIn(
  table: Buffer,
  string: Buffer,
  references: readonly number[],
): { start: number; end: number }[] {
  const named = Buffer.alloc(table.length);
  for (const place of references) if (place < named.length) named[place] = 1;
  const found: { start: number; end: number }[] = [];
  for (let at = table.indexOf(string); at !== -1; at = table.indexOf(string, at + 1)) {
    const whole = at === 0 ? 0 : table.lastIndexOf(0, at - 1) + 1;
    const last = at + string.length - 1;
    const first = named.subarray(whole, last).indexOf(1);
    const end = first === -1 ? last : whole + first;
    if (end > at) found.push({ start: at, end });
  }
  return found;
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/** The sections of a file, and how its numbers are read. */
interface Layout {
  readonly wide: boolean;
  readonly sections: readonly Section[];
  readonly half: (bytes: Buffer, at: number) => number;
  readonly word: (bytes: Buffer, at: number) => number;
  /** An address or an offset: 4 bytes, or 8. */
  readonly long: (bytes: Buffer, at: number) => number;
}

async function readLayout(file: FileHandle): Promise<Layout | undefined> {
  const header = await bytesOf({ offset: 0, size: 64 }, file);
  if (header === undefined) return undefined;
  const wide = header[4] === 2;
  const big = header[5] === 2;
  const half: Layout['half'] = (bytes, at) =>
    big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  const word: Layout['word'] = (bytes, at) =>
    big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  const long: Layout['long'] = (bytes, at) =>
    wide ? Number(big ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at)) : word(bytes, at);

  const step = half(header, wide ? 0x3a : 0x2e);
  const count = half(header, wide ? 0x3c : 0x30);
  const table = await bytesOf(
    { offset: long(header, wide ? 0x28 : 0x20), size: step * count },
    file,
  );
  if (table === undefined || step < (wide ? 64 : 40)) return undefined;
  const sections = Array.from({ length: count }, (_, index): Section => {
    const entry = table.subarray(index * step, (index + 1) * step);
    return {
      type: word(entry, 4),
      offset: long(entry, wide ? 24 : 16),
      size: long(entry, wide ? 32 : 20),
      link: word(entry, wide ? 40 : 24),
    };
  });
  return { wide, sections, half, word, long };
}

/** Every place in a string table that the file's other tables name; undefined when one isn't understood. */
async function referencesTo(
  strings: number,
  layout: Layout,
  file: FileHandle,
): Promise<number[] | undefined> {
  const references: number[] = [];
  for (const section of layout.sections) {
    if (section.link !== strings || section.size === 0) continue;
    const read = READERS.get(section.type);
    const bytes = await bytesOf(section, file);
    if (read === undefined || bytes === undefined) return undefined;
    // Each takes some bytes; a chain that names more goes over the same ones again.
    const most = references.length + bytes.length;
    try {
      for (const place of read(bytes, layout)) {
        if (references.length >= most) return undefined;
        references.push(place);
      }
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }
  return references;
}

type Reader = (bytes: Buffer, layout: Layout) => Iterable<number>;

const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [DYNAMIC, inDynamic],
  [DYNAMIC_SYMBOLS, inSymbols],
  [VERSIONS_NEEDED, inVersionsNeeded],
  [VERSIONS_DEFINED, inVersionsDefined],
]);

function* inDynamic(bytes: Buffer, { wide, long }: Layout): Iterable<number> {
  const size = wide ? 8 : 4;
  for (let at = 0; at < bytes.length; at += 2 * size) {
    const tag = long(bytes, at);
    if (tag === 0) return;
    if (STRING_TAGS.has(tag)) yield long(bytes, at + size);
  }
}

function* inSymbols(bytes: Buffer, { wide, word }: Layout): Iterable<number> {
  for (let at = 0; at < bytes.length; at += wide ? 24 : 16) yield word(bytes, at);
}

function* inVersionsNeeded(bytes: Buffer, { half, word }: Layout): Iterable<number> {
  for (const at of chain(bytes, 0, 12, word)) {
    yield word(bytes, at + 4);
    const names = chain(bytes, at + word(bytes, at + 8), 12, word, half(bytes, at + 2));
    for (const name of names) yield word(bytes, name + 8);
  }
}

function* inVersionsDefined(bytes: Buffer, { half, word }: Layout): Iterable<number> {
  for (const at of chain(bytes, 0, 16, word)) {
    const names = chain(bytes, at + word(bytes, at + 12), 4, word, half(bytes, at + 6));
    for (const name of names) yield word(bytes, name);
  }
}

/** The places of entries of which each says, at `next`, how far behind it the following one is. */
function* chain(
  bytes: Buffer,
  start: number,
  next: number,
  word: Layout['word'],
  most = Infinity,
): Iterable<number> {
  let at = start;
  for (let count = 0; count < most; count += 1) {
    yield at;
    const distance = word(bytes, at + next);
    if (distance === 0) return;
    at += distance;
  }
}

/** A part of a file; undefined when the file hasn't all of it, or it is too large to be what it seems. */
async function bytesOf(
  { offset, size }: Pick<Section, 'offset' | 'size'>,
  file: FileHandle,
): Promise<Buffer | undefined> {
  if (size > MOST_BYTES || !Number.isSafeInteger(offset)) return undefined;
  const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, offset);
  return bytesRead === size ? buffer : undefined;
}
