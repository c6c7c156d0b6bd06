import type { ManifestCheck } from '../check.js';
import type { Manifest } from '../../manifest.js';
import type { Observation } from '../check.js';
import { groupBy } from '../../../group-by.js';
import { digestsOf, type EntryDigest } from '../entry-digest.js';
import { titleOf } from '../wording.js';

/** Looks for one digest under several names or versions. */
export const digestShared: ManifestCheck = {
  id: 'digest-shared',
  severity: 'error',
  summary: 'no two names or versions have the same digest',
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
      const other = group.find((earlier) => earlier.entry !== one.entry && !isSame(earlier, one));
      return other !== undefined && other.place.start < one.place.start ? [{ one, other }] : [];
    });
    return others.map(({ one, other }) => ({
      range: one.place,
      message:
        `${titleOf(one.entry)} has the ${one.algorithm} of ${titleOf(other.entry)} ` +
        `in line ${manifest.position(other.place.start).line}`,
    }));
  });
}

function isSame({ entry: a }: EntryDigest, { entry: b }: EntryDigest): boolean {
  return a.name?.value === b.name?.value && a.version?.value === b.version?.value;
}
