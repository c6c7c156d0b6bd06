import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isMissingProgram, type BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import { missingProgram, startProgram } from '../program/index.js';
import { FORMAT_BYTES, type Format } from './format.js';

/**
 * What decompresses each format, and the Debian package that has it. xz reads lzip's from 5.4 on; from then on it
 * also decompresses the blocks of a file side by side, where it has several.
 */
const PROGRAMS = {
  xz: { command: ['xz', '--threads=0'], package: 'xz-utils' },
  bzip2: { command: ['bzip2'], package: 'bzip2' },
  zstd: { command: ['zstd'], package: 'zstd' },
  lzip: { command: ['xz', '--format=lzip'], package: 'xz-utils' },
} as const;

/** Bytes that are read, or decompressed, at once: each has two threads wait for one another. */
const PIECE = 1024 * 1024;

/** The first bytes of a file. */
export async function headOf(path: HostPath): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FORMAT_BYTES), 0, FORMAT_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The tar inside an archive, decompressed while it is read. */
export async function tarOf(
  archive: HostPath,
  format: Exclude<Format['kind'], 'other'>,
  signal?: AbortSignal,
): Promise<Readable> {
  switch (format) {
    case 'tar':
      return read(archive, signal);
    case 'gzip':
      // The reader of the result gets the error, whichever of the two streams it is of.
      return pipeline(read(archive, signal), createGunzip({ chunkSize: PIECE }), () => undefined);
    default: {
      const file = await open(archive, 'r');
      // The program reads the file itself: not a byte of it goes through us.
      const stdin = file.createReadStream();
      try {
        const { child } = await startProgram(
          [...PROGRAMS[format].command, '--decompress', '--stdout'],
          {
            env: { LC_ALL: 'C.UTF-8' },
            stdin,
            buffer: { stdout: false },
            encoding: 'buffer',
            ...(signal && { cancelSignal: signal }),
          },
        );
        // Whoever reads gets its failure, which may come before somebody does, and must not end us then.
        return child.readable().on('error', () => undefined);
      } finally {
        await file.close();
      }
    }
  }
}

function read(archive: HostPath, signal?: AbortSignal): Readable {
  return createReadStream(archive, { highWaterMark: PIECE, signal });
}

/** Whether the program that decompresses is missing, and how to get it. */
export function missingDecompressor(
  error: unknown,
  format: Format['kind'],
): BuilderError | undefined {
  if (!isMissingProgram(error)) return undefined;
  if (format === 'tar' || format === 'gzip' || format === 'other') return undefined;
  const { command, package: name } = PROGRAMS[format];
  return missingProgram(command[0], {
    hint: `Install it: apt-get install ${name}`,
    cause: error,
  });
}

/** What the program that decompresses complained of, if it was one that failed. */
export function complaintOf(error: unknown): string | undefined {
  const said = error instanceof Error && 'stderr' in error ? error.stderr : undefined;
  return said instanceof Uint8Array
    ? Buffer.from(said).toString().trim().split('\n', 1)[0]
    : undefined;
}
