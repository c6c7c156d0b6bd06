import { TarFault } from './fault.js';
import { numberAt } from './field.js';

/** A part of a sparse file that is in the tar, in bytes; all else of it is zeros. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** What a sparse file is made of: its extents stand one behind the other in the tar. */
export interface Sparse {
  readonly extents: readonly Extent[];
  /** Bytes of the whole file. */
  readonly size: number;
  /** The path of the file, where the headers have it elsewhere than that of others. */
  readonly name?: string | undefined;
}

/** Bytes that the tar has of it. */
export function storedBytes({ extents }: Sparse): number {
  return extents.reduce((sum, { length }) => sum + length, 0);
}

/** Bytes of each of the two numbers of an extent in GNU's old form. */
const NUMBER = 12;

/** Where a block has extents, how many, and behind them whether another such block follows. */
const IN_HEADER = { at: 386, count: 4, size: 483 } as const;
const IN_BLOCK = { at: 0, count: 21 } as const;

/** More than this many, in memory while the file is read, no file system of anybody has needed. */
const MOST_EXTENTS = 100_000;

/**
 * Reads the map in the header of a sparse file in GNU's old form (type S), and in the blocks that follow it.
 * @param nextBlock reads one
 * @throws TarFault
 */
export async function readOldMap(
  header: Buffer,
  nextBlock: () => Promise<Buffer>,
): Promise<Sparse> {
  const extents: Extent[] = [];
  const size = numberAt(header, IN_HEADER.size, NUMBER) ?? -1;
  let more = addExtents(header, IN_HEADER, extents);
  while (more) more = addExtents(await nextBlock(), IN_BLOCK, extents);
  return checked({ extents, size });
}

function addExtents(
  block: Buffer,
  { at, count }: { readonly at: number; readonly count: number },
  extents: Extent[],
): boolean {
  for (let index = 0; index < count; index += 1) {
    const start = at + index * NUMBER * 2;
    const offset = numberAt(block, start, NUMBER);
    const length = numberAt(block, start + NUMBER, NUMBER);
    if (offset === undefined || length === undefined) break;
    extents.push({ offset, length });
  }
  mustBeFew(extents);
  return block[at + count * NUMBER * 2] !== 0;
}

/** The records of pax headers that tell of a sparse file, in their order, without `GNU.sparse.`. */
export type SparseRecords = readonly (readonly [key: string, value: string])[];

/**
 * Reads what pax headers say of one file, in the forms 0.0, 0.1 and 1.0 of GNU tar's manual, «Storing
 * Sparse Files».
 * @param nextBlock reads a block of the content, before which the form 1.0 has the map
 * @throws TarFault
 */
export async function readPaxMap(
  records: SparseRecords,
  nextBlock: () => Promise<Buffer>,
): Promise<Sparse> {
  const last = new Map(records);
  const name = last.get('name');
  const size = decimal(last.get('realsize') ?? last.get('size'));
  const version = `${last.get('major') ?? 0}.${last.get('minor') ?? 0}`;
  if (version === '1.0') return checked({ extents: await extentsInContent(nextBlock), size, name });
  if (!version.startsWith('0.')) throw brokenMap();
  const map = last.get('map');
  const numbers =
    map === undefined
      ? records.filter(([key]) => key === 'offset' || key === 'numbytes').map(([, value]) => value)
      : map.split(',').filter((number) => number !== '');
  return checked({ extents: inPairs(numbers.map(decimal)), size, name });
}

/** The form 1.0: decimal numbers, each on a line, first how many extents there are. */
async function extentsInContent(nextBlock: () => Promise<Buffer>): Promise<Extent[]> {
  let count: number | undefined;
  const numbers: number[] = [];
  for await (const number of numbersIn(nextBlock)) {
    if (count === undefined) count = number;
    else numbers.push(number);
    if (count > MOST_EXTENTS || numbers.length === count * 2) break;
  }
  if (count !== undefined && count > MOST_EXTENTS) throw tooMany();
  return inPairs(numbers);
}

async function* numbersIn(nextBlock: () => Promise<Buffer>): AsyncGenerator<number> {
  for (let begun = ''; ;) {
    const lines = (begun + (await nextBlock()).toString('latin1')).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) yield decimal(line);
    if (begun.length > LONGEST_NUMBER) throw brokenMap();
  }
}

function inPairs(numbers: readonly number[]): Extent[] {
  if (numbers.length % 2 !== 0) throw brokenMap();
  const extents: Extent[] = [];
  for (let index = 0; index < numbers.length; index += 2) {
    extents.push({ offset: numbers[index] ?? 0, length: numbers[index + 1] ?? 0 });
  }
  return extents;
}

/** Extents follow one another, and end where the file does at the latest. */
function checked(sparse: Sparse): Sparse {
  mustBeFew(sparse.extents);
  let end = 0;
  for (const { offset, length } of sparse.extents) {
    if (offset < end || length < 0) throw brokenMap();
    end = offset + length;
  }
  if (end > sparse.size || !Number.isSafeInteger(sparse.size)) throw brokenMap();
  return sparse;
}

function mustBeFew(extents: readonly Extent[]): void {
  if (extents.length > MOST_EXTENTS) throw tooMany();
}

function tooMany(): TarFault {
  return new TarFault(`a sparse file in it has more than ${MOST_EXTENTS} parts`);
}

/** Digits of the largest number that a map may have. */
const LONGEST_NUMBER = 15;

function decimal(text = ''): number {
  if (!/^\d+$/.test(text) || text.length > LONGEST_NUMBER) throw brokenMap();
  return Number(text);
}

/** The fault of a map that contradicts itself, or what the tar has of the content. */
export function brokenMap(): TarFault {
  return new TarFault('the map of a sparse file in it is broken');
}

const ZEROS = Buffer.alloc(64 * 1024);

/**
 * The content of a sparse file, holes and all.
 * @param stored the next so many bytes of what the tar has of it
 */
export async function* wholeContent(
  { extents, size }: Sparse,
  stored: (length: number) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let at = 0;
  for (const { offset, length } of extents) {
    yield* zeros(offset - at);
    yield* stored(length);
    at = offset + length;
  }
  yield* zeros(size - at);
}

function* zeros(count: number): Generator<Buffer> {
  for (let left = count; left > 0; left -= ZEROS.length) {
    yield left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS;
  }
}
