import { spellingsOf, type Spelling } from './spelling.js';

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
  /** How it is written there, as messages tell it; empty for as it is. */
  spelled: string;
  /** Of the first one, in bytes from the beginning. */
  offset: number;
  count: number;
  /** The first one with what is printable around it. */
  excerpt: string;
}

/** Reads the next bytes into a buffer; answers how many, 0 at the end. */
export type Read = (buffer: Buffer) => Promise<number>;

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
 * length may stand before them and anything after. What stands before a needle never matters. Each is
 * looked for in all its spellings, see {@link spellingsOf}.
 * @param size of the whole in bytes, as a hint for how much memory to take
 * @returns one hit for each spelling of each needle that is there
 */
export async function search(read: Read, size: number, needles: readonly string[]): Promise<Hit[]> {
  if (needles.includes('')) throw new TypeError('an empty needle is everywhere');
  const searches = needles.flatMap((needle) =>
    spellingsOf(needle).map((spelling): Search => ({ needle, ...spelling, next: 0 })),
  );
  const anchors = distinctAnchors(searches);
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
    const there = anchors.filter((anchor) => bytes.includes(anchor));
    for (const one of searches) {
      if (there.some((anchor) => anchor.equals(one.anchor))) advance(one, window);
      else one.next = Math.max(one.next, start + held - one.bytes.length + 1);
    }
    const dropped = Math.max(0, held - overlap);
    buffer.copyWithin(0, dropped, held);
    start += dropped;
    held -= dropped;
  }
  return searches.flatMap(({ hit }) => hit ?? []);
}

function distinctAnchors(searches: readonly Search[]): Buffer[] {
  return searches
    .map(({ anchor }) => anchor)
    .filter((one, index, all) => all.findIndex((other) => other.equals(one)) === index);
}

/** The search for one spelling of a needle: from where on it is still to be looked for, and what was found. */
interface Search extends Spelling {
  readonly needle: string;
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
        needle: search.needle,
        spelled: search.how,
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

/** What stands around a hit in its own line; of UTF-16 the plain half. */
function printableAround(bytes: Buffer, at: number, end: number): string {
  const wide = bytes.subarray(at, end).includes(0);
  const isPrintable = (byte: number | undefined) =>
    byte !== undefined && ((byte >= 0x20 && byte < 0x7f) || (wide && byte === 0));
  let first = at;
  while (first > Math.max(0, at - BEFORE) && isPrintable(bytes[first - 1])) first -= 1;
  let last = end;
  while (last < Math.min(bytes.length, end + AFTER) && isPrintable(bytes[last])) last += 1;
  return bytes.toString('latin1', first, last).replaceAll('\0', '').trim();
}
