/** How much of a file is read at once, in bytes. */
const CHUNK_BYTES = 256 * 1024;
/** A NUL byte this near to the beginning makes a file a binary. */
const HEAD_BYTES = 8192;
/** How far an excerpt reaches to either side of what was found, in bytes. */
const BEFORE = 48;
const AFTER = 80;

/** A needle in a haystack. */
export interface Hit {
  needle: string;
  /** Of the first one, in bytes from the beginning. */
  offset: number;
  count: number;
  /** The first one with what is printable around it. */
  excerpt: string;
}

/** Reads the next bytes into a buffer; answers how many, 0 at the end. */
type Read = (buffer: Buffer) => Promise<number>;

/** Whether a path continues after a needle's end, as in `/b/source-of-x`; a full stop may end a sentence. */
const CONTINUES = /^\.?[\w+~-]/;

/** Where a text has a needle as a whole path, or -1. */
export function findInText(text: string, needle: string): number {
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    if (!CONTINUES.test(text.slice(at + needle.length, at + needle.length + 2))) return at;
  }
  return -1;
}

/**
 * Finds needles in a stream of bytes with memory for one chunk, also across the border of two.
 *
 * In text a needle counts as a whole path only: `/b/source` isn't found in `/b/source-of-x`. In a binary
 * (a NUL byte within its first 8 KiB) each one counts: strings have no certain end there, since their
 * length may stand before them and anything after. What stands before a needle never matters.
 * @param size of the whole in bytes, as a hint for how much memory to take
 * @returns one hit for each needle that is there
 */
export async function search(read: Read, size: number, needles: readonly string[]): Promise<Hit[]> {
  if (needles.includes('')) throw new TypeError('an empty needle is everywhere');
  const searches = needles.map((needle): Search => ({ bytes: Buffer.from(needle), next: 0 }));
  const longest = Math.max(0, ...searches.map(({ bytes }) => bytes.length));
  const overlap = BEFORE + longest + AFTER;
  const buffer = Buffer.allocUnsafe(overlap + Math.min(size + 1, CHUNK_BYTES));

  let start = 0;
  let held = 0;
  let binary: boolean | undefined;
  for (let ended = false; !ended;) {
    const got = await read(buffer.subarray(held));
    ended = got === 0;
    held += got;
    const bytes = buffer.subarray(0, held);
    binary ??= bytes.subarray(0, HEAD_BYTES).includes(0);
    const window = { bytes, start, decided: ended ? held : held - AFTER, binary };
    for (const one of searches) advance(one, window);
    const dropped = Math.max(0, held - overlap);
    buffer.copyWithin(0, dropped, held);
    start += dropped;
    held -= dropped;
  }
  return searches.flatMap(({ hit }) => hit ?? []);
}

/** The search for one needle: from where on it is still to be looked for, and what was found. */
interface Search {
  readonly bytes: Buffer;
  next: number;
  hit?: Hit;
}

/** A part of the file. What ends beyond `decided` waits until more of what follows it is known. */
interface Window {
  bytes: Buffer;
  start: number;
  decided: number;
  binary: boolean;
}

function advance(search: Search, { bytes, start, decided, binary }: Window): void {
  const { length } = search.bytes;
  let from = Math.max(0, search.next - start);
  for (;;) {
    const at = bytes.indexOf(search.bytes, from);
    const end = at + length;
    if (at === -1 || end > decided) {
      from = at === -1 ? Math.max(from, bytes.length - length + 1) : at;
      break;
    }
    if (binary || !CONTINUES.test(bytes.toString('latin1', end, end + 2))) {
      search.hit ??= {
        needle: search.bytes.toString(),
        offset: start + at,
        count: 0,
        excerpt: printableAround(bytes, at, end),
      };
      search.hit.count += 1;
    }
    from = end;
  }
  search.next = start + from;
}

function printableAround(bytes: Buffer, at: number, end: number): string {
  let first = at;
  while (first > Math.max(0, at - BEFORE) && isPrintable(bytes[first - 1])) first -= 1;
  let last = end;
  while (last < Math.min(bytes.length, end + AFTER) && isPrintable(bytes[last])) last += 1;
  return bytes.toString('latin1', first, last).trim();
}

function isPrintable(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x7f;
}
