import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { constants, crc32, createInflateRaw, inflateRawSync, type InflateRaw } from 'node:zlib';
import { reasonOf, systemErrorCode } from '../../error.js';
import type { HostPath } from '../../path.js';
import type { Place } from './entry.js';
import { damaged } from './fault.js';
import { METHODS } from './methods.js';
import { PIECE } from './pieces.js';
import type { Window } from './window.js';

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
  const fault = faultOf(zip, member);
  for await (const piece of decompressed(zip, member, fault)) {
    signal?.throwIfAborted();
    size += piece.length;
    if (size > member.size) throw fault(FAULTS.longer);
    sum = crc32(piece, sum);
    yield piece;
  }
  if (size < member.size) throw fault(FAULTS.shorter);
  if (sum !== member.crc32) throw fault(FAULTS.checksum);
}

/**
 * The content of a small member at once: a stream takes ten times as long.
 * @throws BuilderError as {@link contentOf}
 */
export function smallContent(
  zip: HostPath,
  member: Place & { readonly start: number },
  file: Window,
): Buffer {
  const fault = faultOf(zip, member);
  const packed = file.at(member.start, member.packedSize);
  const content = member.method === METHODS.stored ? packed : inflated(packed, member.size, fault);
  if (content.length > member.size) throw fault(FAULTS.longer);
  if (content.length < member.size) throw fault(FAULTS.shorter);
  if (crc32(content) !== member.crc32) throw fault(FAULTS.checksum);
  return content;
}

function inflated(packed: Buffer, size: number, fault: Fault): Buffer {
  try {
    // In one piece, of its size.
    return inflateRawSync(packed, {
      maxOutputLength: size + 1,
      chunkSize: Math.max(size + 1, constants.Z_MIN_CHUNK),
    });
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw fault(FAULTS.longer);
    throw explained(error, fault);
  }
}

const FAULTS = {
  longer: 'is longer than the zip says',
  shorter: 'is shorter than the zip says',
  checksum: 'has the wrong checksum',
} as const;

type Fault = (reason: string, cause?: unknown) => Error;

function faultOf(zip: HostPath, { path }: Place): Fault {
  return (reason, cause) => damaged(zip, `${path} ${reason}`, cause);
}

function explained(error: unknown, fault: Fault): unknown {
  return systemErrorCode(error)?.startsWith('Z_') === true
    ? fault(`can't be decompressed: ${reasonOf(error)}`, error)
    : error;
}

async function* decompressed(
  zip: HostPath,
  { start, packedSize, method }: Place & { readonly start: number },
  fault: Fault,
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
    throw explained(error, fault);
  }
}

async function* buffersOf(stream: Readable | InflateRaw): AsyncGenerator<Buffer> {
  for await (const piece of stream) {
    if (Buffer.isBuffer(piece)) yield piece;
  }
}
