import { open } from 'node:fs/promises';
import pLimit from 'p-limit';
import { systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import type { Entry } from '../tree/index.js';
import { compressedIn } from './compressed.js';
import type { Observation } from './finding.js';
import { findInText, search, type Hit, type Read } from './search.js';

/** Each takes a quarter of a megabyte. */
const FILES_AT_ONCE = 8;

/** A tree that is searched. */
interface Searched {
  root: HostPath;
  entries: readonly Entry[];
  signal?: AbortSignal;
}

/** What is searched for, and what messages call it: `build path`. */
interface Sought {
  paths: readonly string[];
  called: string;
}

/**
 * Searches every name, every link's target and every byte of every file of a tree for paths, and what is
 * compressed in gzip and zip files.
 */
export async function findPaths(tree: Searched, sought: Sought): Promise<Observation[]> {
  const limit = pLimit(FILES_AT_ONCE);
  const found = await Promise.all(
    tree.entries.map((entry) =>
      limit(async () => {
        tree.signal?.throwIfAborted();
        return [...inNames(entry, sought), ...(await inContent(entry, tree, sought))];
      }),
    ),
  );
  return found.flat();
}

function inNames(entry: Entry, { paths, called }: Sought): Observation[] {
  const { path } = entry;
  const observations: Observation[] = [];
  for (const needle of paths) {
    // Of a directory with such a name, and everything in it, only the directory is reported.
    const at = findInText(`/${path}`, needle);
    const ownName = path.lastIndexOf('/') + 1;
    if (at !== -1 && at + needle.length > ownName) {
      observations.push({ path, message: `has the ${called} ${needle} in its name` });
    }
    if (entry.kind === 'link' && findInText(entry.target, needle) !== -1) {
      observations.push({ path, message: `is a link to the ${called} ${entry.target}` });
    }
  }
  return observations;
}

async function inContent(
  entry: Entry,
  { root, signal }: Searched,
  { paths, called }: Sought,
): Promise<Observation[]> {
  if (entry.kind !== 'file') return [];
  const { path } = entry;
  const file = inHost(root, path);
  try {
    const observations = (await searchFile(file, paths)).map((hit): Observation => ({
      path,
      message: describe(hit, called),
      offset: hit.offset,
    }));
    for await (const { where, size, pieces } of compressedIn(file, signal)) {
      const hits = await search(readerOf(pieces), size, paths);
      observations.push(...hits.map((hit) => ({ path, message: describe(hit, called, where) })));
    }
    return observations;
  } catch (error) {
    if (systemErrorCode(error) !== 'EACCES') throw error;
    return [{ path, message: `may not be read, so it was not searched for ${called}s` }];
  }
}

async function searchFile(path: HostPath, needles: readonly string[]): Promise<Hit[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return await search(async (buffer) => (await file.read(buffer)).bytesRead, size, needles);
  } finally {
    await file.close();
  }
}

function readerOf(pieces: AsyncIterator<Buffer, unknown, undefined>): Read {
  let piece: Buffer = Buffer.alloc(0);
  return async (buffer) => {
    while (piece.length === 0) {
      const next = await pieces.next();
      if (next.done === true) return 0;
      piece = next.value;
    }
    const count = piece.copy(buffer);
    piece = piece.subarray(count);
    return count;
  };
}

/** @param where that the offset is one in something else than the file itself, as the end of it */
function describe({ needle, spelled, ...hit }: Hit, called: string, where = ''): string {
  const { count, offset, excerpt } = hit;
  const how = spelled === '' ? '' : `, ${spelled},`;
  const times = count === 1 ? `at byte ${offset}` : `${count} times, first at byte ${offset}`;
  return `has the ${called} ${needle}${how} ${times}${where}: ${excerpt}`;
}
