import { blocksOf, type Spare } from './blocks.js';
import { deflate } from './deflate/index.js';

/** RFC 1951: an empty, final block with fixed codes; it ends the stream behind all others. */
const END = Uint8Array.of(0x03, 0x00);

/**
 * Compresses a stream to a whole one of deflate (RFC 1951), without a header, whose bytes depend on
 * the input alone: not on how it comes in pieces, nor on the CPU, the number of cores or Node's
 * version, unlike those of node:zlib. Works on all cores.
 * @param options.spare memory of earlier streams, for many small ones one after the other
 */
export async function* rawDeflate(
  source: AsyncIterable<Uint8Array>,
  { threads, spare = [] }: { readonly threads?: number | undefined; readonly spare?: Spare } = {},
): AsyncGenerator<Uint8Array> {
  yield* deflate(blocksOf(source, spare), spare, threads);
  yield END;
}
