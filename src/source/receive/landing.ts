import { mkdir, open, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import nodePath from 'node:path';
import * as z from 'zod';
import { systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import {
  type Digesting,
  explainSystemError,
  removeAbandoned,
  writeFileAtomic,
} from '../../files/index.js';

/** Where a source is received: a file that stays when the connection breaks, to be resumed. */
export interface Landing {
  /** The cache folder, for messages. */
  folder: HostPath;
  path: HostPath;
  /** What is known of the bytes so far. */
  note: HostPath;
  /** A folder for an origin that takes one; not there unless it does. */
  scratch: HostPath;
}

const noteSchema = z.object({
  /** Who sent the bytes. */
  url: z.string(),
  /** That server's name for this very content: a strong ETag or a date, as If-Range takes it. */
  validator: z.string(),
});

type Note = z.infer<typeof noteSchema>;

/** @param key of the digest that it should have */
export function landingOf(folder: HostPath, key: string): Landing {
  return {
    folder,
    path: inHost(folder, 'partial', key),
    note: inHost(folder, 'partial', `${key}.json`),
    scratch: inHost(folder, 'partial', `${key}.d`),
  };
}

/** How many bytes have landed already. */
export async function landedBytes({ path }: Landing): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

export async function readNote({ note }: Landing): Promise<Note | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(note, 'utf8')));
  } catch {
    // Without a note the bytes are resumed unconditionally; the digest decides in the end.
    return undefined;
  }
}

/** @throws BuilderError DISK_FULL, NOT_WRITABLE */
export async function writeNote(landing: Landing, note: Note | undefined): Promise<void> {
  if (note === undefined) await rm(landing.note, { force: true });
  else {
    await writeFileAtomic(landing.note, JSON.stringify(note), { underLock: true });
  }
}

/** Removes what has landed, and what killed processes left beside it. */
export async function discard(landing: Landing): Promise<void> {
  await rm(landing.path, { force: true });
  await rm(landing.note, { force: true });
  await rm(landing.scratch, { recursive: true, force: true });
  await removeAbandoned(landing.note);
}

/**
 * Writes a stream of bytes while its digests are computed, behind those that `digesting` has seen.
 * @param mode whether the bytes are put behind those that have landed, or replace them
 * @throws BuilderError DISK_FULL, NOT_WRITABLE; what `body` throws
 */
export async function land(
  landing: Landing,
  body: AsyncIterable<Uint8Array>,
  mode: 'append' | 'replace',
  digesting: Digesting,
  onBytes: (received: number) => void,
): Promise<void> {
  const file = await writing(landing, async () => {
    await mkdir(nodePath.dirname(landing.path), { recursive: true });
    return await open(landing.path, mode === 'append' ? 'a' : 'w', 0o644);
  });
  try {
    for await (const chunk of body) {
      await writing(landing, () => writeAll(file, chunk));
      digesting.update(chunk);
      onBytes(digesting.size);
    }
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await file.write(chunk, written)).bytesWritten;
  }
}

/** Runs a write; only its errors are the disk's, those of the body are the origin's. */
async function writing<T>({ folder }: Landing, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw explainSystemError(error, folder);
  }
}
