import type { ByteDifference, Pair } from './comparison.js';
import { describeBytes, EXCERPT_BYTES } from './excerpt.js';
import type { Bytes } from './stream.js';

/**
 * Compares two streams byte by byte, with memory for a piece of each.
 * @returns undefined when they are the same
 */
export async function compareStreams(
  before: Bytes,
  after: Bytes,
): Promise<ByteDifference | undefined> {
  const sides = { before: new Side(before), after: new Side(after) };
  try {
    const context = await skipCommon(sides);
    if (context === undefined) return undefined;
    const offset = sides.before.taken;
    const rest = await countRest(sides);
    const size = { before: sides.before.taken, after: sides.after.taken };
    return describeBytes({ offset, size, context, ...rest });
  } finally {
    await Promise.all([sides.before.close(), sides.after.close()]);
  }
}

/** What is left of one stream. */
class Side {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();
  #taken = 0;

  constructor(stream: Bytes) {
    this.#pieces = stream[Symbol.asyncIterator]();
  }

  get taken(): number {
    return this.#taken;
  }

  /** At least one byte of what comes next, and nothing at the end. */
  async next(): Promise<Uint8Array> {
    while (this.#piece.length === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) break;
      this.#piece = next.value;
    }
    return this.#piece;
  }

  skip(bytes: number): void {
    this.#piece = this.#piece.subarray(bytes);
    this.#taken += bytes;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}

/**
 * Goes on to the first byte that differs.
 * @returns the last bytes before it, or undefined when there is no such byte
 */
async function skipCommon({ before, after }: Pair<Side>): Promise<Buffer | undefined> {
  let context: Buffer = Buffer.alloc(0);
  for (;;) {
    const [old, young] = await Promise.all([before.next(), after.next()]);
    if (old.length === 0 && young.length === 0) return undefined;
    const length = Math.min(old.length, young.length);
    const same = commonLength(old.subarray(0, length), young.subarray(0, length));
    context = lastOf(context, old.subarray(0, same));
    before.skip(same);
    after.skip(same);
    if (same < length || length === 0) return context;
  }
}

/** Goes on to the end, and counts the bytes that differ. */
async function countRest({ before, after }: Pair<Side>) {
  const rest: Pair<Buffer> = { before: Buffer.alloc(0), after: Buffer.alloc(0) };
  let count = 0;
  for (;;) {
    const [old, young] = await Promise.all([before.next(), after.next()]);
    if (old.length === 0 && young.length === 0) return { rest, count };
    const ended = old.length === 0 || young.length === 0;
    const length = ended ? Math.max(old.length, young.length) : Math.min(old.length, young.length);
    rest.before = firstOf(rest.before, old.subarray(0, length));
    rest.after = firstOf(rest.after, young.subarray(0, length));
    if (!ended) count += countDiffering(old.subarray(0, length), young.subarray(0, length));
    before.skip(Math.min(length, old.length));
    after.skip(Math.min(length, young.length));
  }
}

/** How many bytes two pieces of the same length have in common at their beginning. */
function commonLength(old: Uint8Array, young: Uint8Array): number {
  if (Buffer.compare(old, young) === 0) return old.length;
  return old.findIndex((byte, index) => byte !== young[index]);
}

function countDiffering(old: Uint8Array, young: Uint8Array): number {
  if (Buffer.compare(old, young) === 0) return 0;
  let count = 0;
  for (let index = 0; index < old.length; index += 1) {
    if (old[index] !== young[index]) count += 1;
  }
  return count;
}

function lastOf(kept: Buffer, piece: Uint8Array): Buffer {
  return Buffer.concat([kept, piece.subarray(-EXCERPT_BYTES)]).subarray(-EXCERPT_BYTES);
}

function firstOf(kept: Buffer, piece: Uint8Array): Buffer {
  if (kept.length === EXCERPT_BYTES) return kept;
  return Buffer.concat([kept, piece.subarray(0, EXCERPT_BYTES - kept.length)]);
}
