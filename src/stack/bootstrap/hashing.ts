import type { Hash } from 'node:crypto';

/** Hands pieces on, and puts each into a digest. */
export async function* hashing(pieces: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}
