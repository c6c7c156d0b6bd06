import { Address } from '../../network/index.js';
import { BuilderError, reasonOf } from '../../error.js';
import pLimit from 'p-limit';
import { isDigest, type Digests } from '../../files/index.js';
import type { Context } from '../../store/index.js';
import {
  type Located,
  type Manifest,
  type ManifestEntry,
  type Range,
  titleOf,
} from '../model/index.js';

/** What a download of every file needs. */
interface FetchOptions extends Context {
  /** Names of query fields that are secrets, beside those that are known. */
  readonly secretQuery?: readonly string[];
  /** How many at a time. */
  readonly parallel?: number;
  /** Where proxies are looked up; the process's own environment unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What came of one uri. */
export interface FetchedUri {
  /** The place of the uri in the first entry that has it. */
  readonly range: Range;
  /** The entries that have it with these digests: `python 3.5.2`. */
  readonly entries: readonly string[];
  readonly outcome:
    | { readonly kind: 'verified'; /** Bytes. */ readonly size: number; readonly cached: boolean }
    | { readonly kind: 'failed'; readonly reason: string };
}

const PARALLEL = 4;

/** A uri with the digests that its file should have. */
interface Wanted {
  readonly uri: Located<string>;
  readonly expected: Digests;
  readonly entries: string[];
}

/**
 * Downloads every distinct uri of a manifest and verifies it, a few at a time; what is in the cache is
 * verified there, and what was broken off is resumed. Yields in the order in which they end.
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function* fetchAll(
  manifest: Manifest,
  options: FetchOptions,
): AsyncGenerator<FetchedUri> {
  const limit = pLimit(options.parallel ?? PARALLEL);
  const stop = new AbortController();
  const signal =
    options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const running = new Map(
    wantedIn(manifest).map((wanted, index) => [
      index,
      limit(async () => {
        signal.throwIfAborted();
        const outcome = await fetchOne(wanted, { ...options, signal });
        const { start, end } = wanted.uri;
        return { index, fetched: { range: { start, end }, entries: wanted.entries, outcome } };
      }),
    ]),
  );
  try {
    while (running.size > 0) {
      const { index, fetched } = await Promise.race(running.values());
      running.delete(index);
      yield fetched;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(running.values());
  }
}

function wantedIn({ entries }: Manifest): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const entry of entries) {
    const { uri } = entry;
    if (!uri?.value) continue;
    const expected = expectedOf(entry);
    const key = JSON.stringify([uri.value, expected.sha256, expected.md5]);
    const same = wanted.get(key);
    if (same === undefined) wanted.set(key, { uri, expected, entries: [titleOf(entry)] });
    else if (!same.entries.includes(titleOf(entry))) same.entries.push(titleOf(entry));
  }
  return [...wanted.values()];
}

/** Malformed digests are left out: they have findings of their own. */
function expectedOf({ md5, sha256 }: ManifestEntry): Digests {
  return {
    ...(md5 && isDigest('md5', md5.value) && { md5: md5.value.toLowerCase() }),
    ...(sha256 && isDigest('sha256', sha256.value) && { sha256: sha256.value.toLowerCase() }),
  };
}

async function fetchOne(
  { uri, expected, entries }: Wanted,
  { secretQuery, ...context }: FetchOptions,
): Promise<FetchedUri['outcome']> {
  if (Object.keys(expected).length === 0) {
    return { kind: 'failed', reason: 'it has no digest that a download could be verified with' };
  }
  // Loaded here, since most checks download nothing.
  const { fetchSource, urlOrigin } = await import('../../source/index.js');
  try {
    const { size, cached } = await fetchSource(
      {
        name: entries[0] ?? '',
        origins: [urlOrigin(new Address(uri.value, secretQuery))],
        expected,
      },
      context,
    );
    return { kind: 'verified', size, cached };
  } catch (error) {
    context.signal?.throwIfAborted();
    if (!(error instanceof BuilderError) || !isOfUri(error)) throw error;
    return { kind: 'failed', reason: reasonOf(error.reason) };
  }
}

/** Whether an error is one of this uri alone, and not of the disk that all of them go to. */
function isOfUri({ code }: BuilderError): boolean {
  return code === 'SOURCE_UNAVAILABLE' || code === 'DIGEST_MISMATCH';
}
