import type { ManifestCheck, Observation } from '../check.js';
import { type Manifest, titleOf } from '../../model/index.js';
import { otherVersionIn } from '../other-version.js';

/** Compares the versions in uri and source with that of the entry. */
export const versionMismatch: ManifestCheck = {
  id: 'version-mismatch',
  severity: 'error',
  summary: 'uri and source are of the version that the entry names',
  explanation:
    'A uri or a source of another version is left over from a copied entry: what is vendored, ' +
    'or what is said of its origin, is not what the entry claims, and scanners look for the ' +
    'holes of the wrong version.',
  remedy: 'Correct uri or source, with its digest; or the version.',
  run: checkUris,
};

function checkUris({ entries }: Manifest): Observation[] {
  return entries.flatMap((entry) =>
    (['uri', 'source'] as const).flatMap((key) => {
      const place = entry[key];
      if (!place?.value || !entry.version?.value) return [];
      const other = otherVersionIn(place.value, entry.version.value);
      if (other === undefined) return [];
      return [{ range: place, message: `${titleOf(entry)}: its ${key} is of version ${other}` }];
    }),
  );
}
