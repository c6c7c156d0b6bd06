import { inHost, type HostPath } from '../path.js';
import { namesIn } from './names.js';
import { readRecord, type ArtifactRecord } from './record.js';

/** Where an artifact is published, relative to the output directory. */
export function artifactName(record: { stack: { name: string }; file: string }): string {
  return `artifacts/${record.stack.name}/${record.file}`;
}

/** Where an artifact's record is published, relative to the output directory. */
export function recordName(record: ArtifactRecord): string {
  return `checksums/${record.stack.name}/${record.file.replace(/\.tgz$/, '.yml')}`;
}

/**
 * All records below an output directory's `checksums/`, sorted by stack and file.
 * @throws BuilderError RECORD_INVALID
 */
export async function listRecords(outputDirectory: HostPath): Promise<ArtifactRecord[]> {
  const checksums = inHost(outputDirectory, 'checksums');
  const records: ArtifactRecord[] = [];
  for (const stack of await namesIn(checksums)) {
    for (const name of await namesIn(inHost(checksums, stack))) {
      if (!name.startsWith('.') && name.endsWith('.yml')) {
        records.push(await readRecord(inHost(checksums, stack, name)));
      }
    }
  }
  return records;
}

/** The text of a file that `md5sum -c` and its kin accept in the output directory, sorted by path. */
export function sumsText(records: readonly ArtifactRecord[], algorithm: 'md5' | 'sha256'): string {
  return records
    .map((record) => ({ path: artifactName(record), digest: record[algorithm] }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, digest }) => `${digest}  ${path}\n`)
    .join('');
}
