import { BuilderError, systemErrorCode } from '../error.js';
import { paced } from '../pace.js';
import { inHost, type HostPath } from '../path.js';
import { isDigest, namesIn } from '../files/index.js';
import { readRecord, type ArtifactRecord } from './record.js';

/** Where an artifact is published, relative to the output directory. */
export function artifactName(record: { stack: { name: string }; file: string }): string {
  return `artifacts/${record.stack.name}/${record.file}`;
}

/** Where an artifact's record is published, relative to the output directory. */
export function recordName(record: { stack: { name: string }; file: string }): string {
  return `checksums/${record.stack.name}/${record.file.replace(/\.tgz$/, '')}.yml`;
}

/** A record and the file that it was read from. */
export interface RecordFile {
  readonly path: HostPath;
  readonly record: ArtifactRecord;
}

/** A file that should be a record and can't be read as one. */
export interface UnreadableRecord {
  readonly path: HostPath;
  /** RECORD_INVALID, NOT_READABLE; its message begins with the path, or has it. */
  readonly error: BuilderError;
}

/**
 * All records below an output directory's `checksums/`, sorted by stack and file.
 * @throws BuilderError RECORD_INVALID, NOT_READABLE for the first that can't be read: for those whose answer
 * would be another one with it
 */
export async function listRecords(
  outputDirectory: HostPath,
  signal?: AbortSignal,
): Promise<ArtifactRecord[]> {
  const { files, unreadable } = await surveyRecords(outputDirectory, signal);
  requireReadable(unreadable);
  return files.map(({ record }) => record);
}

/** All records below an output directory, as they were found. */
export interface Survey {
  readonly files: readonly RecordFile[];
  /** Those that can't be read. */
  readonly unreadable: readonly UnreadableRecord[];
}

/** Like {@link listRecords}, with the files, and for those who can do without what can't be read. */
export async function surveyRecords(
  outputDirectory: HostPath,
  signal?: AbortSignal,
): Promise<Survey> {
  const checksums = inHost(outputDirectory, 'checksums');
  const files: RecordFile[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const stack of await namesIn(checksums)) {
    for await (const name of paced(await namesIn(inHost(checksums, stack)), signal)) {
      if (name.startsWith('.') || !name.endsWith('.yml')) continue;
      const path = inHost(checksums, stack, name);
      try {
        files.push({ path, record: await readRecord(path) });
      } catch (error) {
        unreadable.push({ path, error: unreadableRecord(path, error) });
      }
    }
  }
  return { files, unreadable };
}

/**
 * For those to whom one that can't be read may be the very one.
 * @throws BuilderError RECORD_INVALID, NOT_READABLE
 */
export function requireReadable([first]: readonly UnreadableRecord[]): void {
  if (first !== undefined) throw first.error;
}

function unreadableRecord(path: HostPath, error: unknown): BuilderError {
  if (error instanceof BuilderError) return error;
  if (systemErrorCode(error) !== 'ENOENT') throw error;
  return new BuilderError('RECORD_INVALID', `${path}: it is a link to nothing`, {
    hint: 'Take the file as it was written from version control, or remove it.',
    cause: error,
  });
}

/** What to tell of a record that can't be read, where the work goes on without it. */
export function withoutRecord({ error }: UnreadableRecord): string {
  return `a record can't be read, and is left out: ${error.message}`;
}

/** The text of a file that `md5sum -c` and its kin accept in the output directory, sorted by path. */
export function sumsText(
  records: readonly ArtifactRecord[],
  algorithm: SumsAlgorithm,
  kept: readonly Sum[] = [],
): string {
  return records
    .map((record) => ({ path: artifactName(record), digest: record[algorithm] }))
    .concat(kept)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, digest }) => `${digest}  ${path}\n`)
    .join('');
}

type SumsAlgorithm = 'md5' | 'sha256';

/** A line of such a file: the digest of an artifact, by its path below the output directory. */
interface Sum {
  readonly path: string;
  readonly digest: string;
}

/** The lines that a text of {@link sumsText} has for the artifacts of some files of records. */
export function sumsOf(
  text: string,
  algorithm: SumsAlgorithm,
  records: ReadonlySet<string>,
): Sum[] {
  return text.split('\n').flatMap((line) => {
    const [, digest = '', path = '', stack = '', file = ''] =
      /^([0-9a-f]+) {2}(artifacts\/([^/]+)\/([^/]+))$/.exec(line) ?? [];
    const known = records.has(recordName({ stack: { name: stack }, file }));
    return known && isDigest(algorithm, digest) ? [{ path, digest }] : [];
  });
}
