import type { FileHandle } from 'node:fs/promises';

/** What is read at once. Bytes. */
export const PIECE = 256 * 1024;

/** The whole of an open file, from its start. */
export async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  const { size } = await file.stat();
  for (let at = 0; ;) {
    // Each has its own memory, as whoever gets it may keep it, and no more than it takes.
    const length = Math.min(PIECE, Math.max(size - at, 1));
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
