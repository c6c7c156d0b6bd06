import { open, readFile } from 'node:fs/promises';
import pLimit from 'p-limit';
import { systemErrorCode } from '../error.js';
import { inHost } from '../path.js';
import type { FileEntry } from '../tree/index.js';
import type { Subject } from './check.js';
import type { Observation } from './finding.js';

const FILES_AT_ONCE = 8;
/** No description of a library is nearly as large. */
const TEXT_MEGABYTES = 1;

/** Looks at many things of a tree, a few at a time. */
export async function lookAtEach<Item, Seen>(
  items: readonly Item[],
  { signal }: Pick<Subject, 'signal'>,
  look: (item: Item) => Promise<Seen>,
): Promise<Seen[]> {
  const limit = pLimit(FILES_AT_ONCE);
  return await Promise.all(
    items.map((item) =>
      limit(async () => {
        signal?.throwIfAborted();
        return await look(item);
      }),
    ),
  );
}

/** The first bytes of a file; none of one that may not be read, which `prefix-leak` reports. */
export async function headOf(
  { root }: Pick<Subject, 'root'>,
  path: string,
  bytes: number,
): Promise<Buffer> {
  try {
    const file = await open(inHost(root, path));
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemErrorCode(error) === 'EACCES') return Buffer.alloc(0);
    throw error;
  }
}

/** A text of the tree, or why it was not read. */
type Reading = { path: string; text: string } | { unread: Observation };

/**
 * Reads small texts such as `.pc` files whole.
 * @param megabytes how large one may be
 */
export async function readTexts(
  subject: Pick<Subject, 'root' | 'signal'>,
  files: readonly FileEntry[],
  megabytes = TEXT_MEGABYTES,
): Promise<Reading[]> {
  return await lookAtEach(files, subject, async ({ path, size }): Promise<Reading> => {
    if (size > megabytes * 1024 * 1024) {
      return { unread: { path, message: `is over ${megabytes} MB large, so nobody has read it` } };
    }
    try {
      return { path, text: await readFile(inHost(subject.root, path), 'utf8') };
    } catch (error) {
      if (systemErrorCode(error) !== 'EACCES') throw error;
      return { unread: { path, message: 'may not be read, so nobody knows what it says' } };
    }
  });
}
