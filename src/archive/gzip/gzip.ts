import { crc32 } from 'node:zlib';
import { rawDeflate } from './raw-deflate.js';

/** RFC 1952: deflate, no flags, no time, no hint at the effort, made on an unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/**
 * Compresses a stream into one gzip member whose bytes depend on the input alone, as those of
 * {@link rawDeflate} do. As fast as gzip by working on all cores.
 */
export async function* gzip(
  source: AsyncIterable<Uint8Array>,
  threads?: number,
): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  let size = 0;
  async function* measured() {
    for await (const piece of source) {
      checksum = crc32(piece, checksum);
      size += piece.length;
      yield piece;
    }
  }
  yield HEADER;
  yield* rawDeflate(measured(), { threads });
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  yield trailer;
}
