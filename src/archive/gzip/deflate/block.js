import { Buffer } from 'node:buffer';
import { Deflate, Z_SYNC_FLUSH } from 'pako';

/*
 * pako is zlib in plain JavaScript: the same bytes on every CPU and with every Node. The options
 * decide on the bytes too, and so does pako's version, which package.json pins: they are the format
 * of our artifacts. Level 5 takes two thirds of level 6's time for 1 % more bytes.
 */
const FORMAT = { raw: true, level: 5, memLevel: 8, legacyHash: true, chunkSize: 256 * 1024 };

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
  const dictionary = start === 0 ? {} : { dictionary: bytes.subarray(0, start) };
  const stream = new Deflate({ ...FORMAT, ...dictionary });
  stream.push(bytes.subarray(start), Z_SYNC_FLUSH);
  const deflated = Buffer.concat(stream.chunks);
  return new Uint8Array(deflated);
}
