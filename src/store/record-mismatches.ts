import type { ArtifactRecord } from './record.js';

/** What an artifact's file really is; size in bytes, digests in lower-case hex. */
interface ActualDigests {
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  /** Of the tar inside; absent when nobody has read it. */
  readonly tarSha256?: string;
}

/** Something in which a file isn't what its record says. */
interface RecordMismatch {
  readonly field: 'size' | 'md5' | 'sha256' | 'tar_sha256';
  readonly expected: string;
  readonly found: string;
}

/** In what a file differs from its record; nothing when it is the one that was recorded. */
export function recordMismatches(
  record: Pick<ArtifactRecord, RecordMismatch['field']>,
  actual: ActualDigests,
): RecordMismatch[] {
  const { tarSha256 } = actual;
  const recorded = record.tar_sha256;
  const fields: RecordMismatch[] = [
    { field: 'size', expected: `${record.size}`, found: `${actual.size}` },
    { field: 'md5', expected: record.md5.toLowerCase(), found: actual.md5 },
    { field: 'sha256', expected: record.sha256.toLowerCase(), found: actual.sha256 },
    ...(tarSha256 === undefined || recorded === undefined
      ? []
      : [
          {
            field: 'tar_sha256' as const,
            expected: recorded.toLowerCase(),
            found: tarSha256,
          },
        ]),
  ];
  return fields.filter(({ expected, found }) => expected !== found);
}
