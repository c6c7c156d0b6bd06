import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import {
  archOf,
  listed,
  type Manifest,
  type ManifestEntry,
  stacksOf,
  titleOf,
} from '../../model/index.js';
import { groupBy } from '../../../group-by.js';
import { printable } from '../../../text/index.js';
import { isMeant, isPreviewMeant } from '../../../version/index.js';

/** Looks for default versions that nothing has. */
export const defaultUnmatched: ManifestCheck = {
  id: 'default-unmatched',
  severity: 'error',
  summary: 'every default version is there',
  explanation:
    'An application that names no version gets the default one. If no entry has it, staging ' +
    'fails for everybody who relies on it. In a package for one stack, an entry for that stack ' +
    'has to have it. Of a range that nothing but previews are in it is a warning: some installers ' +
    'take one for it, others none.',
  remedy: 'Name a version that is there: binary-builder manifest update --default NAME=VERSION.',
  run: checkDefaults,
};

const NAMED = 5;

function checkDefaults(manifest: Manifest, { package: wanted }: Surroundings): Observation[] {
  const { defaults, entries } = manifest;
  const versionsOf = groupBy(entries, ({ name }) => name?.value);
  return defaults.flatMap((one): Observation[] => {
    const { name, version } = one;
    if (!name?.value || !version?.value || wanted?.leftOut.has(name.value)) return [];
    const stack = wanted?.stack;
    const there = (versionsOf.get(name.value) ?? []).filter(
      (entry) => stack === undefined || stacksOf(manifest, entry).includes(stack),
    );
    const meant = there.filter((entry) => isMeant(entry.version?.value, version.value));
    if (meant.length > 0) {
      const without = archsWithout(manifest, there, meant);
      if (without.length === 0) return [];
      const message = `no entry for ${listed(without)} is ${titleOf(one)}, the default`;
      return [{ range: version, message }];
    }
    const versions = [...new Set(there.flatMap((entry) => entry.version?.value ?? []))];
    const forStack = stack === undefined ? '' : ` for ${printable(stack)}`;
    const previews = versions.filter((one) => isPreviewMeant(one, version.value));
    if (previews.length > 0) {
      const message = `no entry${forStack} but previews is ${titleOf(one)}, the default: there is ${listed(previews.slice(-NAMED))}`;
      return [{ range: version, message, severity: 'warning' }];
    }
    const offer =
      versions.length === 0
        ? `there is no entry named ${printable(name.value)}${forStack}`
        : `there is ${listed(versions.slice(-NAMED))}${versions.length > NAMED ? ', among others' : ''}`;
    return [
      { range: version, message: `no entry${forStack} is ${titleOf(one)}, the default: ${offer}` },
    ];
  });
}

/** The architectures that a name has entries for, but none of a default's. */
function archsWithout(
  manifest: Manifest,
  all: readonly ManifestEntry[],
  meant: readonly ManifestEntry[],
): string[] {
  const archs = new Set(all.flatMap((entry) => archOf(manifest, entry) ?? []));
  // What tells none may be for any.
  const had = meant.map((entry) => archOf(manifest, entry));
  return had.includes(undefined) ? [] : [...archs].filter((arch) => !had.includes(arch)).sort();
}
