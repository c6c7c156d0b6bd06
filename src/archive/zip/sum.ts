import { crc32 } from 'node:zlib';

/** The checksum and the size of what goes by. */
export class Sum {
  crc32 = 0;
  size = 0;

  async *of(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      this.crc32 = crc32(piece, this.crc32);
      this.size += piece.length;
      yield piece;
    }
  }

  async all(source: AsyncIterable<Uint8Array>): Promise<void> {
    const pieces = this.of(source);
    while ((await pieces.next()).done !== true);
  }
}
