import type { ArtifactRecord } from '../../store/index.js';
import type { Manifest, ManifestEntry } from './manifest.js';
import { mostCommon } from './most-common.js';
import type { DigestStyle } from './policy.js';

/** The name of a digest, as entries have it for a key. */
type DigestKey = 'md5' | 'sha256';

type EntryDigests = Pick<ManifestEntry, DigestKey>;

/** The keys of a style, in the order in which both are written. */
export function digestKeys(style: DigestStyle): readonly DigestKey[] {
  return style === 'both' ? ['md5', 'sha256'] : [style];
}

/** Which digests an entry has; undefined for none. */
export function digestsOf({ md5, sha256 }: EntryDigests): DigestStyle | undefined {
  if (md5 !== undefined) return sha256 === undefined ? 'md5' : 'both';
  return sha256 === undefined ? undefined : 'sha256';
}

/** Which digests most of a manifest's entries have; today's when none has any. */
export function digestHabit({ entries }: Manifest): DigestStyle {
  return mostCommon(entries.map(digestsOf)) ?? 'sha256';
}

/** Whether an entry is for the very file of a record: it has a digest, and none is another. */
export function hasDigestsOf(entry: EntryDigests, record: ArtifactRecord): boolean {
  const digests = [
    [entry.sha256, record.sha256],
    [entry.md5, record.md5],
  ] as const;
  const there = digests.filter(([own]) => own !== undefined && own.value !== '');
  return there.length > 0 && there.every(([own, other]) => own?.value.toLowerCase() === other);
}
