import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { listed, type Manifest, titleOf } from '../../model/index.js';
import { recordsOf } from '../records.js';

/** Compares the digests of entries with those of their records. */
export const recordDigest: ManifestCheck = {
  id: 'record-digest',
  severity: 'error',
  summary: 'digests are those of the records',
  explanation:
    'The record says what was built for this name, version and stack. An entry with another ' +
    'digest vendors something else under the same name: an older build, or one that nobody ' +
    'knows.',
  remedy:
    'Take the entry from the record: binary-builder manifest update NAME@VERSION. If the ' +
    'entry is right, its record is missing from checksums/.',
  run: checkDigests,
};

const NAMED = 2;

function checkDigests(manifest: Manifest, { records }: Surroundings): Observation[] {
  if (records === undefined) return [];
  const find = recordsOf(manifest, records);
  return manifest.entries.flatMap((entry) => {
    const { digest, same, matching } = find(entry);
    if (digest === undefined || matching.length > 0 || same.length === 0) return [];
    const files = same.map(({ file }) => file);
    const message =
      `${titleOf(entry)} has another ${digest.algorithm} than its record has, ` +
      `that of ${listed(files.slice(0, NAMED))}`;
    return [{ range: digest.place, message }];
  });
}
