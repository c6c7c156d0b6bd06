import { inHost, type HostPath } from '../path.js';
import { namesIn } from '../files/index.js';
import { readRecord, type ArtifactRecord } from './record.js';

/** Where an artifact is published, relative to the output directory. */
export function artifactName(record: { stack: { name: string }; file: string }): string {
  return `artifacts/${record.stack.name}/${record.file}`;
}

/** Where an artifact's record is published, relative to the output directory. */
export function recordName(record: { stack: { name: string }; file: string }): string {
  return `checksums/${record.stack.name}/${record.file.replace(/\.tgz$/, '.yml')}`;
}

/** A record and the file that it was read from. */
export interface RecordFile {
  readonly path: HostPath;
  readonly record: ArtifactRecord;
}

/**
 * All records below an output directory's `checksums/`, sorted by stack and file.
 * @throws BuilderError RECORD_INVALID
 */
export async function listRecords(outputDirectory: HostPath): Promise<ArtifactRecord[]> {
  return (await listRecordFiles(outputDirectory)).map(({ record }) => record);
}

/**
 * Like {@link listRecords}, with the files.
 * @throws BuilderError RECORD_INVALID
 */
export async function listRecordFiles(outputDirectory: HostPath): Promise<RecordFile[]> {
  const checksums = inHost(outputDirectory, 'checksums');
  const files: RecordFile[] = [];
  for (const stack of await namesIn(checksums)) {
    for (const name of await namesIn(inHost(checksums, stack))) {
      if (!name.startsWith('.') && name.endsWith('.yml')) {
        const path = inHost(checksums, stack, name);
        files.push({ path, record: await readRecord(path) });
      }
    }
  }
  return files;
}

/** The text of a file that `md5sum -c` and its kin accept in the output directory, sorted by path. */
export function sumsText(records: readonly ArtifactRecord[], algorithm: 'md5' | 'sha256'): string {
  return records
    .map((record) => ({ path: artifactName(record), digest: record[algorithm] }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, digest }) => `${digest}  ${path}\n`)
    .join('');
}
