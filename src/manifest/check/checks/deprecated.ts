import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { type Manifest, pastDates, titleOf } from '../../model/index.js';

/** Looks for versions that upstream has given up. */
export const deprecated: ManifestCheck = {
  id: 'deprecated',
  severity: 'warning',
  summary: 'no dependency is past its deprecation date',
  explanation:
    'Upstream no longer repairs it. Applications that name it go on using it, with every hole ' +
    'that is found from now on.',
  remedy:
    'Drop the version with the next release of the buildpack, or keep it knowingly. If the ' +
    'date is wrong, correct it under dependency_deprecation_dates.',
  run: checkEntries,
};

function checkEntries(manifest: Manifest, { today }: Surroundings): Observation[] {
  const past = pastDates(manifest, today);
  // A version that several stacks have is told once.
  const seen = new Set<string>();
  return manifest.entries.flatMap((entry) => {
    const { name, version } = entry;
    if (!name?.value || !version?.value) return [];
    const date = past(name.value, version.value);
    const title = titleOf(entry);
    if (date === undefined || seen.has(title)) return [];
    seen.add(title);
    return [{ range: version, message: `${title} is past its deprecation date ${date}` }];
  });
}
