import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

import type { HostPath } from '../path.js';

/** Something that is read piece by piece. */
export type Bytes = AsyncIterable<Uint8Array>;

const PIECE = 256 * 1024;

/** Reads a file as a stream. */
export function bytesOf(file: HostPath, signal?: AbortSignal): Bytes {
  return createReadStream(file, { highWaterMark: PIECE, signal });
}

/** Reads what is in a gzip stream; all of its members, if it has several. */
export function gunzip(compressed: Bytes): Bytes {
  const data = createGunzip({ chunkSize: PIECE });
  // Whoever reads the data gets the error.
  pipeline(compressed, data, () => undefined);
  return data;
}

/** The bytes of a file from an offset on: so many, or as many as there are. */
export async function* rangeOf(
  file: FileHandle,
  offset: number,
  size: number,
): AsyncGenerator<Uint8Array> {
  const end = offset + size;
  for (let position = offset; position < end;) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, end - position));
    const { bytesRead } = await file.read(piece, 0, piece.length, position);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** As {@link rangeOf}, in memory: only for what is known to be small. */
export async function readRange(file: FileHandle, offset: number, size: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of rangeOf(file, offset, size)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Ends a stream with an error where it becomes longer than it may be. */
export async function* atMost(bytes: Bytes, limit: number): AsyncGenerator<Uint8Array> {
  let left = limit;
  for await (const piece of bytes) {
    left -= piece.length;
    if (left < 0) throw new Error(`more than ${limit} bytes are in it`);
    yield piece;
  }
}
