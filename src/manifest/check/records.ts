import type { ArtifactRecord } from '../../store/index.js';
import { archOfUri } from '../arch-of-uri.js';
import { stacksOf } from '../list.js';
import type { Manifest, ManifestEntry } from '../manifest.js';
import { groupBy } from '../../group-by.js';
import { digestsOf, type EntryDigest } from './entry-digest.js';

/** What records know of an entry. */
export interface KnownEntry {
  /** Its strongest digest. */
  readonly digest: EntryDigest | undefined;
  /** Records with that digest. */
  readonly matching: readonly ArtifactRecord[];
  /** Records of the same name and version, for one of its stacks (and its architecture, where its uri tells one). */
  readonly same: readonly ArtifactRecord[];
}

/** Makes a function that looks up what records know of an entry. */
export function recordsOf(
  manifest: Manifest,
  records: readonly ArtifactRecord[],
): (entry: ManifestEntry) => KnownEntry {
  const byDigest = groupBy(
    records.flatMap((record) => [
      { digest: record.sha256, record },
      { digest: record.md5, record },
    ]),
    ({ digest }) => digest,
  );
  const byName = groupBy(records, ({ name, version }) => JSON.stringify([name, version]));
  return (entry) => {
    const digest = digestsOf([entry]).at(-1);
    const named = byName.get(JSON.stringify([entry.name?.value, entry.version?.value])) ?? [];
    const stacks = stacksOf(manifest, entry);
    const arch = archOfUri(entry.uri?.value ?? '');
    return {
      digest,
      matching: (byDigest.get(digest?.digest ?? '') ?? []).map(({ record }) => record),
      same: named.filter(
        (record) =>
          stacks.includes(record.stack.name) && (arch === undefined || record.arch === arch),
      ),
    };
  };
}
