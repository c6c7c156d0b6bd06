import type { ManifestCheck, Observation } from '../check.js';
import { type Manifest, pathOf, titleOf } from '../../model/index.js';
import { otherVersionIn } from '../other-version.js';

/** Compares the versions in uri and source with that of the entry. */
export const versionMismatch: ManifestCheck = {
  id: 'version-mismatch',
  severity: 'error',
  summary: 'uri and source are of the version that the entry names',
  explanation:
    'A uri or a source of another version is left over from a copied entry: what is vendored, ' +
    'or what is said of its origin, is not what the entry claims, and scanners look for the ' +
    'holes of the wrong version. A source of another product has versions of its own, and is ' +
    'not compared.',
  remedy: 'Correct uri or source, with its digest; or the version.',
  run: checkUris,
};

function checkUris({ entries }: Manifest): Observation[] {
  return entries.flatMap((entry) =>
    (['uri', 'source'] as const).flatMap((key) => {
      const place = entry[key];
      if (!place?.value || !entry.version?.value) return [];
      if (key === 'source' && !isNamed(entry.name?.value ?? '', pathOf(place.value))) return [];
      const other = otherVersionIn(place.value, entry.version.value);
      if (other === undefined) return [];
      return [{ range: place, message: `${titleOf(entry)}: its ${key} is of version ${other}` }];
    }),
  );
}

/** Whether a path has a word that begins with a name, whatever joins its parts: `flit_core` is flit-core. */
function isNamed(name: string, path: string): boolean {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.length > 0 && new RegExp(`(?<![a-z])${words.join('[^a-z0-9]?')}`, 'i').test(path);
}
