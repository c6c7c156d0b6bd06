import {
  Z_DEFAULT_STRATEGY,
  Z_STREAM_ERROR,
  Z_SYNC_FLUSH,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibDeflateSetDictionary,
  ZStream,
} from 'pako';

/*
 * pako is zlib in plain JavaScript: the same bytes on every CPU and with every Node. The options
 * decide on the bytes too, and so does pako's version, which package.json pins: they are the format
 * of our artifacts. Level 5 takes two thirds of level 6's time for 1 % more bytes. So does the room that
 * it gets at once, if only where a marker happens to end with it.
 */
const FORMAT = { level: 5, method: 8, windowBits: -15, memLevel: 8, legacyHash: true };
const ROOM = 256 * 1024;

/** One for all blocks, and its output: what a block leaves for the collector adds up to many megabytes. */
const stream = new ZStream();
let output = new Uint8Array(3 * ROOM);

zlibDeflateInit2(
  stream,
  FORMAT.level,
  FORMAT.method,
  FORMAT.windowBits,
  FORMAT.memLevel,
  Z_DEFAULT_STRATEGY,
  FORMAT.legacyHash,
);

/**
 * Compresses a block to whole bytes of deflate (RFC 1951), not the last ones of their stream, as
 * pigz does it: what came before the block serves as dictionary, an empty stored block ends it.
 *
 * JavaScript, since a thread starts from nothing else.
 *
 * @param {import('../blocks.js').Block} block
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function deflateBlock({ bytes, start }) {
  zlibDeflateReset(stream);
  if (start > 0) zlibDeflateSetDictionary(stream, bytes.subarray(0, start));
  stream.input = bytes;
  stream.next_in = start;
  stream.avail_in = bytes.length - start;
  stream.next_out = 0;
  do {
    if (output.length < stream.next_out + ROOM) output = grown(output);
    stream.output = output;
    stream.avail_out = ROOM;
    if (zlibDeflate(stream, Z_SYNC_FLUSH) === Z_STREAM_ERROR) throw new Error(stream.msg);
  } while (stream.avail_out === 0);
  stream.input = new Uint8Array();
  return output.slice(0, stream.next_out);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function grown(bytes) {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}
