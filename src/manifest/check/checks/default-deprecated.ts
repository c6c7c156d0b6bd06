import type { ManifestCheck } from '../check.js';
import type { Manifest } from '../../manifest.js';
import type { Observation } from '../check.js';
import { groupBy } from '../../../group-by.js';
import { isMeant } from '../../meant.js';
import { newest } from '../../compare-versions.js';
import { pastDates } from '../../deprecation.js';
import { titleOf } from '../wording.js';
import type { Surroundings } from '../check.js';

/** Looks for default versions that upstream has given up. */
export const defaultDeprecated: ManifestCheck = {
  id: 'default-deprecated',
  severity: 'error',
  summary: 'no default version is past its deprecation date',
  explanation:
    'Everybody who names no version gets one that upstream no longer repairs, by default and ' +
    'without having chosen it.',
  remedy:
    'Make a supported version the default: binary-builder manifest update --default ' +
    'NAME=VERSION. If the date is wrong, correct it under dependency_deprecation_dates.',
  run: checkDefaults,
};

function checkDefaults(manifest: Manifest, { today }: Surroundings): Observation[] {
  const past = pastDates(manifest, today);
  const entries = groupBy(manifest.entries, ({ name }) => name?.value);
  return manifest.defaults.flatMap((one) => {
    const { name, version } = one;
    if (!name?.value || !version?.value) return [];
    const meant = (entries.get(name.value) ?? [])
      .flatMap((entry) => entry.version?.value ?? [])
      .filter((candidate) => isMeant(candidate, version.value));
    const resolved = newest(meant) ?? version.value;
    const date = past(name.value, resolved);
    if (date === undefined) return [];
    const which = resolved === version.value ? '' : ` (${resolved})`;
    const message = `${titleOf(one)}${which}, the default, is past its deprecation date ${date}`;
    return [{ range: version, message }];
  });
}
