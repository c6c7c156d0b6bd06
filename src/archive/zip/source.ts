import { constants, open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { reasonOf, systemErrorCode } from '../../error.js';
import type { HostPath } from '../../path.js';
import { FORMAT_BYTES } from '../index.js';
import type { ZipContent } from './member.js';
import { PIECE, piecesOf } from './pieces.js';

/** A content that can't be packed; its message is the end of «cannot put … into …: …». */
export class ContentFault extends Error {
  override readonly name = 'ContentFault';
}

/** Where a content is read from, as often as is asked for. */
export interface Source {
  head(): Promise<Uint8Array>;
  pieces(): AsyncIterable<Uint8Array>;
}

/**
 * Opens a content for as long as it is used.
 * @param signal ends the reading; its reason is thrown
 * @throws ContentFault
 */
export async function withSource<T>(
  content: ZipContent,
  use: (source: Source) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if ('bytes' in content) return await use(bytesSource(content.bytes));
  const file = await openFile(content.file);
  try {
    return await use(fileSource(file, content.file, signal));
  } finally {
    await file.close();
  }
}

function bytesSource(bytes: Uint8Array): Source {
  return {
    head: () => Promise.resolve(bytes.subarray(0, FORMAT_BYTES)),
    pieces: () => Readable.from(slicesOf(bytes)),
  };
}

function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

function fileSource(file: FileHandle, path: HostPath, signal?: AbortSignal): Source {
  return {
    async head() {
      return await reading(path, async () => {
        const { buffer, bytesRead } = await file.read(
          Buffer.alloc(FORMAT_BYTES),
          0,
          FORMAT_BYTES,
          0,
        );
        return buffer.subarray(0, bytesRead);
      });
    },
    async *pieces() {
      for await (const piece of readable(file, path)) {
        signal?.throwIfAborted();
        yield piece;
      }
    },
  };
}

async function* readable(file: FileHandle, path: HostPath): AsyncGenerator<Uint8Array> {
  try {
    yield* piecesOf(file);
  } catch (error) {
    throw explainReading(error, path);
  }
}

async function openFile(path: HostPath): Promise<FileHandle> {
  return await reading(path, async () => {
    // Or opening a named pipe would wait for somebody to write to it.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw new ContentFault(`${path} is not a file`);
  });
}

async function reading<T>(path: HostPath, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw explainReading(error, path);
  }
}

function explainReading(error: unknown, path: HostPath): unknown {
  return systemErrorCode(error) === undefined
    ? error
    : new ContentFault(`${path} can't be read: ${reasonOf(error)}`, { cause: error });
}
