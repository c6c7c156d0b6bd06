import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { reasonOf, systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { FORMAT_BYTES, formatOf, type Limits } from '../archive/index.js';
import { damaged, tooLarge } from './fault.js';

/** Bytes that are read, and decompressed, at once. */
const PIECE = 256 * 1024;

interface GunzipOptions {
  readonly limits: Limits;
  readonly signal?: AbortSignal;
  /** Is shown every piece of the file itself. */
  readonly onPiece?: (piece: Buffer) => void;
}

/**
 * The tar inside an artifact, decompressed as the file is read. What is longer than the limit is not
 * decompressed any further; anything behind the end of the gzip counts as damage.
 * @throws BuilderError ARTIFACT_DAMAGED, ARTIFACT_TOO_LARGE; the signal's reason
 */
export async function* gunzip(
  artifact: HostPath,
  { limits, signal, onPiece }: GunzipOptions,
): AsyncGenerator<Buffer> {
  await mustBeGzip(artifact);
  let taken = 0;
  let size = 0;
  async function* file(): AsyncGenerator<Buffer> {
    for await (const piece of createReadStream(artifact, { highWaterMark: PIECE })) {
      signal?.throwIfAborted();
      if (!Buffer.isBuffer(piece)) continue;
      onPiece?.(piece);
      taken += piece.length;
      yield piece;
    }
  }
  const unzip = createGunzip({ chunkSize: PIECE });
  // Whoever reads the result gets the error, whichever of the two it is of.
  pipeline(file(), unzip, () => undefined);
  try {
    for await (const piece of unzip) {
      signal?.throwIfAborted();
      if (!Buffer.isBuffer(piece)) continue;
      size += piece.length;
      if (size > limits.bytes) throw tooLarge(artifact, 'bytes', limits);
      yield piece;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (systemErrorCode(error)?.startsWith('Z_') !== true) throw error;
    throw damaged(artifact, complaintOf(error, size), error);
  }
  // zlib overlooks zeros.
  if (unzip.bytesWritten !== taken) throw damaged(artifact, complaints.more);
}

const complaints = { less: 'it ends too early', more: 'it goes on after its end' };

/** What zlib means by its error after so many bytes of output. */
function complaintOf(error: unknown, size: number): string {
  const reason = reasonOf(error);
  if (systemErrorCode(error) === 'Z_BUF_ERROR') return complaints.less;
  // It takes whatever follows the end for another gzip; that the file begins like one is certain.
  const isNext =
    reason === 'incorrect header check' || (size > 0 && reason === 'unknown compression method');
  return isNext ? complaints.more : `it can't be decompressed: ${reason}`;
}

const NAMES = {
  tar: 'a tar that is not compressed',
  xz: 'a file compressed with xz',
  bzip2: 'a file compressed with bzip2',
  zstd: 'a file compressed with zstd',
  lzip: 'a file compressed with lzip',
};

async function mustBeGzip(artifact: HostPath): Promise<void> {
  const file = await open(artifact, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FORMAT_BYTES), 0, FORMAT_BYTES, 0);
    const format = formatOf(buffer.subarray(0, bytesRead));
    if (format.kind === 'gzip') return;
    const looks = format.kind === 'other' ? format.looks : NAMES[format.kind];
    throw damaged(artifact, `it is no gzip, it looks like ${looks}`);
  } finally {
    await file.close();
  }
}
