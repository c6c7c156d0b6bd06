import type { ArtifactRecord } from '../../store/index.js';
import type { EntryValues } from './entry-text.js';

/** What the entry of an artifact says. */
export function valuesOf(
  record: ArtifactRecord,
  stacks: readonly string[] | undefined,
  uri: string,
): EntryValues {
  const { name, version, source, source_sha256 } = record.manifest;
  const { md5, sha256 } = record;
  return { name, version, uri, md5, sha256, cf_stacks: stacks, source, source_sha256 };
}
