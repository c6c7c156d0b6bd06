import { rm } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError, systemErrorCode } from '../error.js';
import { hostPath, inHost, type HostPath } from '../path.js';
import {
  copyAtomic,
  explaining,
  type LockOptions,
  readIfThere,
  removeAbandonedLock,
  removeTemporaries,
  sha256Of,
  withLock,
  writeFileAtomic,
} from '../files/index.js';
import {
  artifactName,
  recordName,
  sumsOf,
  sumsText,
  type Survey,
  surveyRecords,
  type UnreadableRecord,
} from './checksums.js';
import {
  companionFiles,
  companionPaths,
  type CompanionPaths,
  type Companions,
  type TextFile,
} from './companions.js';
import { readRecord, recordYaml, type ArtifactRecord } from './record.js';

/** What is to be published, and where. */
interface Publication extends Companions {
  readonly artifact: HostPath;
  readonly record: ArtifactRecord;
  /** The folder that holds `artifacts/` and `checksums/`. */
  readonly outputDirectory: HostPath;
  /** Whether other bytes that were published under the same name are replaced. */
  readonly force: boolean;
}

/** Where an artifact and all that belongs to it are published; the provenance may be missing. */
interface Published extends CompanionPaths {
  readonly artifact: HostPath;
  readonly record: HostPath;
}

/**
 * Publishes an artifact: `artifacts/STACK/FILE`, its record `checksums/STACK/FILE` (`.yml` for
 * `.tgz`), their companions (see {@link companionPaths}), and `checksums/MD5SUMS` and `SHA256SUMS`
 * over all records. What is there already with the same bytes is not written again; a crash in the
 * middle is mended by the next call. Who built the published bytes first stays noted, unless `force`
 * is set.
 *
 * A file without a record and a record without a file (as people commit them) both count as
 * published.
 * Records of other artifacts that can't be read stop nobody: they stay as they are, and so do their lines
 * in the sums.
 * @throws BuilderError ALREADY_PUBLISHED when other bytes have that name and `force` is not set;
 * NOT_WRITABLE, NOT_READABLE, DISK_FULL; RECORD_INVALID when its own record can't be read, nothing else tells
 * what was published, and `force` is not set
 */
export async function publishArtifact(
  publication: Publication,
  options: LockOptions & { onUnreadable?: (record: UnreadableRecord) => void } = {},
): Promise<Published> {
  const { outputDirectory, record } = publication;
  const { signal } = options;
  const published = publishedAt(outputDirectory, record);
  const survey = await surveyRecords(outputDirectory, signal);
  for (const one of survey.unreadable) {
    if (one.path !== published.record) options.onUnreadable?.(one);
  }
  const lock = inHost(outputDirectory, 'artifacts', '.publish.lock');
  if (await isDone(publication, published, { survey, signal })) {
    await removeAbandonedLock(lock);
    return published;
  }
  await withLock(lock, () => publishLocked(publication, published, signal), options);
  return published;
}

/** Where an artifact with this record is published. */
function publishedAt(
  outputDirectory: HostPath,
  place: { stack: { name: string }; file: string },
): Published {
  const artifact = inHost(outputDirectory, artifactName(place));
  const record = inHost(outputDirectory, recordName(place));
  return { artifact, record, ...companionPaths(record, artifact) };
}

/** Whether nothing is left to do; found out without a lock and without a write. */
async function isDone(
  publication: Publication,
  published: Published,
  { survey, signal }: { survey: Survey; signal: AbortSignal | undefined },
): Promise<boolean> {
  if ((await sha256Of(published.artifact, signal)) !== publication.record.sha256) return false;
  return (await staleTexts(publication, published, survey)).length === 0;
}

async function publishLocked(
  publication: Publication,
  published: Published,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { artifact, record, outputDirectory, force } = publication;
  if (!force) await refuseOtherBytes(published, record, signal);

  const checksums = inHost(outputDirectory, 'checksums');
  for (const folder of [checksums, folderOf(published.record), folderOf(published.artifact)]) {
    await explaining(folder, () => removeTemporaries(folder));
  }
  if ((await sha256Of(published.artifact, signal)) !== record.sha256) {
    // A record never stands beside bytes that it doesn't describe, not even for a moment; nor does
    // what is said of who built them.
    const wrong = force ? [published.record, published.provenance] : [published.provenance];
    for (const path of wrong) await explaining(path, () => rm(path, { force: true }));
    await copyAtomic(artifact, published.artifact, { underLock: true, signal });
  }
  const survey = await surveyRecords(outputDirectory);
  for (const { path, text } of await staleTexts(publication, published, survey)) {
    await writeFileAtomic(path, text, { underLock: true });
  }
}

/**
 * The files that don't say yet what they should, in the order of writing: the record comes after
 * what it makes count.
 */
async function staleTexts(
  publication: Publication,
  published: Published,
  survey: Survey,
): Promise<TextFile[]> {
  const { outputDirectory, record, force } = publication;
  const { plan, contents, provenance } = companionFiles(publication, published);
  const texts = [
    plan,
    contents,
    { path: published.record, text: recordYaml(record) },
    ...(await sums(outputDirectory, record, survey)),
  ];
  const current = await Promise.all(texts.map(({ path }) => readIfThere(path, 'NOT_WRITABLE')));
  const stale = texts.filter(({ text }, index) => current[index] !== text);
  if (provenance === undefined) return stale;
  const known = await readIfThere(provenance.path, 'NOT_WRITABLE');
  const keep = force ? known === provenance.text : known !== undefined;
  return keep ? stale : [provenance, ...stale];
}

/** The sums over an artifact's record and all others. */
async function sums(
  outputDirectory: HostPath,
  record: ArtifactRecord,
  { files, unreadable }: Survey,
): Promise<TextFile[]> {
  const others = files
    .map((file) => file.record)
    .filter((other) => artifactName(other) !== artifactName(record));
  const left = new Set(unreadable.map(({ path }) => nodePath.relative(outputDirectory, path)));
  left.delete(recordName(record));
  const texts = Object.entries(SUMS).map(async ([name, algorithm]) => {
    const path = inHost(outputDirectory, 'checksums', name);
    const kept = sumsOf((await readIfThere(path, 'NOT_WRITABLE')) ?? '', algorithm, left);
    return { path, text: sumsText([...others, record], algorithm, kept) };
  });
  return await Promise.all(texts);
}

const SUMS = { MD5SUMS: 'md5', SHA256SUMS: 'sha256' } as const;

async function refuseOtherBytes(
  published: Published,
  record: ArtifactRecord,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = await sha256Of(published.artifact, signal);
  const known = await knownRecord(published.record, file === record.sha256);
  const other = [file, known?.sha256].find((sha256) => sha256 && sha256 !== record.sha256);
  if (other === undefined) return;
  const key = known?.sha256 === other ? known.build_key : 'not recorded';
  throw new BuilderError(
    'ALREADY_PUBLISHED',
    `${published.artifact} is already published, with other bytes`,
    {
      excerpt: [
        `published: sha256 ${other}, build key ${key}`,
        `this one:  sha256 ${record.sha256}, build key ${record.build_key}`,
      ],
      hint: 'Whoever has the published checksum would be broken by other bytes under the same name. To replace it all the same: --force.',
    },
  );
}

/**
 * The record that is there.
 * @param certain whether it is certain without it what was published, so that one that can't be read is none
 */
async function knownRecord(path: HostPath, certain: boolean): Promise<ArtifactRecord | undefined> {
  try {
    return await readRecord(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    if (!(error instanceof BuilderError)) throw error;
    if (certain) return undefined;
    throw new BuilderError(error.code, error.message, {
      excerpt: error.excerpt,
      hint: 'It tells which bytes were published under this name. Take it as it was written from version control; or replace it, with what it stands for: --force.',
      cause: error,
    });
  }
}

function folderOf(path: HostPath): HostPath {
  return hostPath(nodePath.dirname(path));
}
