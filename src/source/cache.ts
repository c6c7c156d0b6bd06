import { mkdir, open, readdir, readlink, realpath, rename, rm, symlink } from 'node:fs/promises';
import nodePath from 'node:path';
import type { Arch } from '../architecture.js';
import { systemErrorCode } from '../error.js';
import { hostPath, inHost, type HostPath } from '../path.js';
import {
  ALGORITHMS,
  type Digests,
  explainSystemError,
  findMismatch,
  isFile,
  type Measure,
  measureFile,
  strongest,
  writeFileAtomic,
} from '../files/index.js';
import { markUsed } from '../store/index.js';

/*
 * The layout of the cache:
 *
 *   sha256-HEX/FILE NAME     a source; the folder's name is what its content has to have
 *   sha256-HEX/.for-ARCH     that it was fetched for this architecture, where each has an address of its own
 *   md5-HEX → sha256-HEX     the same source by another digest (sha512-, git- likewise)
 *   partial/ALGORITHM-HEX    a source that is being received, by the digest that it should have
 *   debian/                  apt's package lists
 *   locks/
 */

/** What the cache knows of a source. */
export type Cached =
  | ({ kind: 'intact'; path: HostPath } & Measure)
  | { kind: 'corrupt'; folder: HostPath }
  | { kind: 'absent' };

/** The name under which a source is found again: `md5-0da1a5ed…`. */
export type CacheKey = `${string}-${string}`;

/** The keys of some digests, weakest first. */
function keysOf(digests: Digests): CacheKey[] {
  return ALGORITHMS.flatMap((algorithm) => {
    const digest = digests[algorithm];
    return digest === undefined ? [] : [`${algorithm}-${digest}` as const];
  });
}

/** The key of the strongest of some digests. */
export function strongestKey(digests: Digests): CacheKey | undefined {
  const best = strongest(digests);
  return best && `${best.algorithm}-${best.digest}`;
}

/** The file to lock while a source with this key is received. */
export function lockOf(folder: HostPath, key: CacheKey): HostPath {
  return inHost(folder, 'locks', key);
}

/** Looks a source up and verifies it; changes nothing. */
export async function lookUp(
  folder: HostPath,
  key: CacheKey,
  signal?: AbortSignal,
): Promise<Cached> {
  const entry = await resolve(inHost(folder, key));
  if (entry === undefined) return { kind: 'absent' };
  const names = await readdir(entry);
  const name = names.filter((candidate) => !candidate.startsWith('.')).sort()[0];
  if (name === undefined) return { kind: 'corrupt', folder: entry };
  const path = inHost(entry, name);
  const measure = await measureFile(path, signal);
  if (`sha256-${measure.digests.sha256}` !== nodePath.basename(entry)) {
    return { kind: 'corrupt', folder: entry };
  }
  await markUsed(entry);
  return { kind: 'intact', path, ...measure };
}

/** Like {@link lookUp}, by whichever of the digests leads to a file that has all of them. */
export async function lookUpDigests(
  folder: HostPath,
  expected: Digests,
  signal?: AbortSignal,
): Promise<Cached> {
  let result: Cached = { kind: 'absent' };
  for (const key of keysOf(expected).reverse()) {
    const found = await lookUp(folder, key, signal);
    if (found.kind === 'corrupt') result = found;
    if (found.kind === 'intact' && !findMismatch(expected, found.digests)) return found;
  }
  return result;
}

async function resolve(path: HostPath): Promise<HostPath | undefined> {
  try {
    return hostPath(await realpath(path));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined;
    throw error;
  }
}

/**
 * Moves a verified file into the cache, where it is found by each of its digests.
 * @param file on the cache's own file system
 * @param aliases further keys that lead to it
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function publish(
  folder: HostPath,
  file: HostPath,
  fileName: string,
  { digests }: Measure,
  aliases: readonly CacheKey[] = [],
): Promise<HostPath> {
  const home: CacheKey = `sha256-${digests.sha256}`;
  const path = inHost(folder, home, fileName);
  try {
    await flush(file);
    // Its other names first: whoever finds it by one of them never looks whether it has the others.
    for (const key of [...keysOf(digests), ...aliases]) {
      if (key !== home) await link(home, inHost(folder, key));
    }
    await mkdir(inHost(folder, home), { recursive: true });
    await rename(file, path);
  } catch (error) {
    throw explainSystemError(error, folder);
  }
  return path;
}

async function flush(file: HostPath): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name that leads elsewhere goes first: while there is none, the source is only fetched again. */
async function link(target: string, path: HostPath): Promise<void> {
  for (;;) {
    try {
      await symlink(target, path);
      return;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
      if ((await readlink(path).catch(() => undefined)) === target) return;
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** Whether it is noted of a source that it was fetched for an architecture. */
export async function wasFetchedFor({ path }: { path: HostPath }, arch: Arch): Promise<boolean> {
  return await isFile(noteOf(path, arch));
}

/**
 * Notes of a source that it was fetched for an architecture.
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function noteFetchedFor(path: HostPath, arch: Arch): Promise<void> {
  await writeFileAtomic(noteOf(path, arch), '');
}

function noteOf(path: HostPath, arch: Arch): HostPath {
  return inHost(hostPath(nodePath.dirname(path)), `.for-${arch}`);
}

/** Removes what {@link lookUp} found corrupt. */
export async function removeCorrupt(cached: Cached): Promise<void> {
  if (cached.kind === 'corrupt') await rm(cached.folder, { recursive: true, force: true });
}
