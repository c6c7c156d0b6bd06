import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { reasonOf, systemErrorCode } from '../../error.js';
import type { HostPath } from '../../path.js';
import type { Place } from './entry.js';
import { damaged } from './fault.js';
import { METHODS } from './methods.js';
import { PIECE } from './pieces.js';

/**
 * The content of a member. What is longer than the central directory says is not decompressed any
 * further; the file is opened when the first piece is asked for.
 * @throws BuilderError BUILDPACK_INVALID when it isn't what the central directory says it is
 */
export async function* contentOf(
  zip: HostPath,
  member: Place & { readonly start: number },
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  let size = 0;
  let sum = 0;
  const fault = (reason: string, cause?: unknown) =>
    damaged(zip, `${member.path} ${reason}`, cause);
  for await (const piece of decompressed(zip, member, fault)) {
    signal?.throwIfAborted();
    size += piece.length;
    if (size > member.size) throw fault('is longer than the zip says');
    sum = crc32(piece, sum);
    yield piece;
  }
  if (size < member.size) throw fault('is shorter than the zip says');
  if (sum !== member.crc32) throw fault('has the wrong checksum');
}

async function* decompressed(
  zip: HostPath,
  { start, packedSize, method }: Place & { readonly start: number },
  fault: (reason: string, cause: unknown) => Error,
): AsyncGenerator<Buffer> {
  if (packedSize === 0 && method === METHODS.stored) return;
  const end = start + packedSize - 1;
  const packed = createReadStream(zip, { start, end, highWaterMark: PIECE });
  if (method === METHODS.stored) {
    yield* buffersOf(packed);
    return;
  }
  const inflate = createInflateRaw({ chunkSize: PIECE });
  // Whoever reads the result gets the error, whichever of the two streams it is of.
  pipeline(packed, inflate, () => undefined);
  try {
    yield* buffersOf(inflate);
  } catch (error) {
    if (systemErrorCode(error)?.startsWith('Z_') !== true) throw error;
    throw fault(`can't be decompressed: ${reasonOf(error)}`, error);
  }
}

async function* buffersOf(stream: Readable | InflateRaw): AsyncGenerator<Buffer> {
  for await (const piece of stream) {
    if (Buffer.isBuffer(piece)) yield piece;
  }
}
