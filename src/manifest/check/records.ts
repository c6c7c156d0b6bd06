import type { ArtifactRecord } from '../../store/index.js';
import {
  archOf,
  type Manifest,
  type ManifestEntry,
  stackNamesFor,
  stacksOf,
} from '../model/index.js';
import { groupBy } from '../../group-by.js';
import { digestsOf, type EntryDigest } from './entry-digest.js';

/** What records know of an entry. */
interface KnownEntry {
  /** Its strongest digest. */
  readonly digest: EntryDigest | undefined;
  /** Records with that digest. */
  readonly matching: readonly ArtifactRecord[];
  /** Records of the same name and version, for one of its stacks, and for its architecture or, if it tells none, one of the manifest's. */
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
  const byName = groupBy(records, (record) =>
    JSON.stringify([record.manifest.name, record.manifest.version]),
  );
  const told = new Set(manifest.entries.flatMap((entry) => archOf(manifest, entry) ?? []));
  const stackOf = stackNamesFor(manifest);
  return (entry) => {
    const digest = digestsOf([entry]).at(-1);
    const named = byName.get(JSON.stringify([entry.name?.value, entry.version?.value])) ?? [];
    const stacks = stacksOf(manifest, entry);
    const arch = archOf(manifest, entry);
    return {
      digest,
      matching: (byDigest.get(digest?.digest ?? '') ?? []).map(({ record }) => record),
      same: named.filter(
        (record) =>
          stacks.includes(stackOf(record)) &&
          (arch === undefined ? told.size === 0 || told.has(record.arch) : record.arch === arch),
      ),
    };
  };
}
