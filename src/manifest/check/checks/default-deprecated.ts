import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { type Manifest, pastDates, titleOf } from '../../model/index.js';
import { groupBy } from '../../../group-by.js';
import { isMeant, newest } from '../../../version/index.js';

/** Looks for default versions that upstream has given up. */
export const defaultDeprecated: ManifestCheck = {
  id: 'default-deprecated',
  severity: 'warning',
  summary: 'no default version is past its deprecation date',
  explanation:
    'Everybody who names no version gets one that upstream no longer repairs, by default and ' +
    "without having chosen it. Which day it is doesn't decide whether a commit can be packaged: " +
    'it is an error only at a day that somebody names, --as-of 2026-10-31.',
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
