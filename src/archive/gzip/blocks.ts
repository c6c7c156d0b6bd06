/** How far back deflate can refer (RFC 1951). */
const WINDOW = 32 * 1024;

/**
 * How many bytes are compressed on their own. The compressed bytes depend on it: it is a part of
 * the format of our artifacts.
 */
const BLOCK_SIZE = 512 * 1024;

/** A part of the input that is compressed on its own: what came right before it, and it. */
export interface Block {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the block itself starts; before it stands the window. */
  readonly start: number;
}

/** Memory of blocks that are done with, to be filled again: waiting for the collector costs 60 MB. */
export type Spare = ArrayBuffer[];

/** Cuts a stream into blocks, each with the window of what came before it. */
export async function* blocksOf(
  source: AsyncIterable<Uint8Array>,
  spare: Spare,
): AsyncGenerator<Block> {
  const allocate = () => new Uint8Array(spare.pop() ?? new ArrayBuffer(WINDOW + BLOCK_SIZE));
  let bytes = allocate();
  let start = 0;
  let end = 0;
  for await (const piece of source) {
    for (let taken = 0; taken < piece.length;) {
      const part = piece.subarray(taken, taken + start + BLOCK_SIZE - end);
      bytes.set(part, end);
      taken += part.length;
      end += part.length;
      if (end < start + BLOCK_SIZE) continue;
      const next = allocate();
      next.set(bytes.subarray(end - WINDOW, end));
      yield { bytes: bytes.subarray(0, end), start };
      bytes = next;
      start = end = WINDOW;
    }
  }
  if (end > start) yield { bytes: bytes.subarray(0, end), start };
}
