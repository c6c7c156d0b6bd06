import type { ManifestCheck, Observation } from '../check.js';
import { archOf, type Manifest, type ManifestEntry, titleOf } from '../../model/index.js';
import { groupBy } from '../../../group-by.js';
import { digestsOf, type EntryDigest } from '../entry-digest.js';

/** Looks for one digest under several names or versions. */
export const digestShared: ManifestCheck = {
  id: 'digest-shared',
  severity: 'error',
  summary: 'no two names, versions or architectures have the same digest',
  explanation:
    'Two different things never have the same bytes: one of the two entries was copied, and ' +
    'its digest (or its uri) forgotten. Its download fails to verify, or the wrong thing is ' +
    'installed under its name.',
  remedy: 'Look which entry the digest belongs to, and correct the other one.',
  run: checkDigests,
};

function checkDigests(manifest: Manifest): Observation[] {
  const groups = groupBy(
    digestsOf(manifest.entries),
    ({ algorithm, digest }) => `${algorithm} ${digest}`,
  );
  return [...groups.values()].flatMap((group) => {
    const others = group.slice(1).flatMap((one) => {
      const other = group.find(
        (earlier) => earlier.entry !== one.entry && !isSame(manifest, earlier, one),
      );
      return other !== undefined && other.place.start < one.place.start ? [{ one, other }] : [];
    });
    return others.map(({ one, other }) => ({
      range: one.place,
      message:
        `${titleIn(manifest, one, other)} has the ${one.algorithm} of ` +
        `${titleIn(manifest, other, one)} ` +
        `in line ${manifest.position(other.place.start).line}`,
    }));
  });
}

function isSame(manifest: Manifest, { entry: a }: EntryDigest, { entry: b }: EntryDigest): boolean {
  const [arch, other] = [archOf(manifest, a), archOf(manifest, b)];
  const differ = arch !== undefined && other !== undefined && arch !== other;
  return isOne(a, b) && !differ;
}

function isOne(a: ManifestEntry, b: ManifestEntry): boolean {
  return a.name?.value === b.name?.value && a.version?.value === b.version?.value;
}

/** With the architecture where it is all that tells two entries apart. */
function titleIn(manifest: Manifest, { entry }: EntryDigest, other: EntryDigest): string {
  return isOne(entry, other.entry)
    ? `${titleOf(entry)} for ${archOf(manifest, entry) ?? ''}`
    : titleOf(entry);
}
