import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { type Manifest, titleOf } from '../../model/index.js';
import { recordsOf } from '../records.js';

/** Looks for entries that nobody knows the origin of. */
export const recordUnknown: ManifestCheck = {
  id: 'record-unknown',
  severity: 'warning',
  summary: 'every entry has a record',
  explanation:
    'Nobody knows how a file without a record was built, from which source, and for which ' +
    'stack, and nobody can build it again.',
  remedy:
    'Build it, and take it over: binary-builder build, then manifest update. What comes from ' +
    'upstream as it is needs no record.',
  run: checkRecords,
};

function checkRecords(manifest: Manifest, { records }: Surroundings): Observation[] {
  if (records === undefined) return [];
  const find = recordsOf(manifest, records);
  return manifest.entries.flatMap((entry) => {
    const { digest, same, matching } = find(entry);
    if (digest === undefined || matching.length > 0 || same.length > 0) return [];
    const message = `${titleOf(entry)}: no record knows its ${digest.algorithm}`;
    return [{ range: digest.place, message }];
  });
}
