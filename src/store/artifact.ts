import { rm, utimes } from 'node:fs/promises';
import { BuilderError, systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';
import { copyAtomic, explaining, sha256Of, withLock, writeFileAtomic } from '../files/index.js';
import { cacheLock, type CacheFolders } from './cache.js';
import {
  companionFiles,
  readCompanions,
  type CompanionPaths,
  type Companions,
} from './companions.js';
import { readRecord, recordYaml, type ArtifactRecord } from './record.js';

/** An artifact in the store, with its record and all that is kept with it. */
export interface StoredArtifact extends Companions {
  readonly record: ArtifactRecord;
  readonly path: HostPath;
}

/**
 * The artifact with this build key, its bytes verified; undefined when the store has none.
 * A damaged or incomplete one counts as none and is removed. What is found counts as used now, for pruning.
 */
export async function findArtifact(
  folders: CacheFolders,
  key: string,
  signal?: AbortSignal,
): Promise<StoredArtifact | undefined> {
  const entry = inHost(folders.artifacts, key);
  const first = await inspect(entry, signal);
  if (first === 'damaged') return await repair(folders, key, signal);
  if (first !== undefined) await markUsed(entry);
  return first;
}

/**
 * Keeps an artifact under its build key, in place of any that is there.
 * The record is what makes it count: it is written last, and removed first.
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function storeArtifact(
  folders: CacheFolders,
  key: string,
  artifact: { file: HostPath; record: ArtifactRecord } & Companions,
  signal?: AbortSignal,
): Promise<StoredArtifact> {
  const { file, ...kept } = artifact;
  const entry = inHost(folders.artifacts, key);
  const path = inHost(entry, kept.record.file);
  const { plan, contents, provenance } = companionFiles(kept, companionsIn(entry));
  const texts = [plan, contents, ...(provenance === undefined ? [] : [provenance])];
  return await withLock(cacheLock(folders, 'artifacts', key), async () => {
    await removeEntry(entry);
    await copyAtomic(file, path, { underLock: true, signal });
    for (const { path: companion, text } of texts) {
      await writeFileAtomic(companion, text, { underLock: true });
    }
    await writeFileAtomic(recordPath(entry), recordYaml(kept.record), { underLock: true });
    return { ...kept, path };
  });
}

/** Notes that an entry of the cache was used now; pruning goes by the age of the last use. */
export async function markUsed(entry: HostPath): Promise<void> {
  const now = new Date();
  // A cache that can only be read is as good as any.
  await utimes(entry, now, now).catch(() => undefined);
}

/** Looks again under the lock, since another process may just have replaced it, and removes it. */
async function repair(
  folders: CacheFolders,
  key: string,
  signal: AbortSignal | undefined,
): Promise<StoredArtifact | undefined> {
  const entry = inHost(folders.artifacts, key);
  return await withLock(cacheLock(folders, 'artifacts', key), async () => {
    const second = await inspect(entry, signal);
    if (second !== 'damaged') return second;
    await removeEntry(entry);
    return undefined;
  });
}

async function inspect(
  entry: HostPath,
  signal?: AbortSignal,
): Promise<StoredArtifact | 'damaged' | undefined> {
  let record: ArtifactRecord;
  let companions: Companions | undefined;
  try {
    record = await readRecord(recordPath(entry));
    companions = await readCompanions(companionsIn(entry));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    if (error instanceof BuilderError && error.code === 'RECORD_INVALID') return 'damaged';
    throw error;
  }
  const path = inHost(entry, record.file);
  if (companions === undefined || (await sha256Of(path, signal)) !== record.sha256)
    return 'damaged';
  return { record, path, ...companions };
}

function recordPath(entry: HostPath): HostPath {
  return inHost(entry, 'record.yml');
}

function companionsIn(entry: HostPath): CompanionPaths {
  return {
    plan: inHost(entry, 'plan.json'),
    contents: inHost(entry, 'contents.json'),
    provenance: inHost(entry, 'build.json'),
  };
}

async function removeEntry(entry: HostPath): Promise<void> {
  await explaining(entry, async () => {
    await rm(recordPath(entry), { force: true });
    await rm(entry, { recursive: true, force: true });
  });
}
