import type { ManifestCheck, Observation } from '../check.js';
import type { Manifest } from '../../model/index.js';
import { meant, printable } from '../../../text/index.js';

/** Looks for deprecation dates that are for nothing. */
export const deprecationUnmatched: ManifestCheck = {
  id: 'deprecation-unmatched',
  severity: 'warning',
  summary: 'every deprecation date is for a dependency that is there',
  explanation:
    'A date for a name that no entry has warns nobody. Either the dependency is gone, or the name ' +
    'is misspelt, and users of the one that was meant are not told.',
  remedy: 'Correct the name, or remove the date with the dependency that is gone.',
  run: checkDates,
};

function checkDates({ deprecations, entries }: Manifest): Observation[] {
  const names = [...new Set(entries.flatMap(({ name }) => name?.value ?? []))];
  // A dependency that is gone has a date for each of its lines.
  const seen = new Set<string>();
  return deprecations.flatMap(({ name }) => {
    if (!name?.value || names.includes(name.value) || seen.has(name.value)) return [];
    seen.add(name.value);
    const question = meant(name.value, names, (nearest) => `'${printable(nearest)}'`);
    const message =
      `a deprecation date is for ${printable(name.value)}, and no entry has that name` +
      (question === undefined ? '' : `: ${question}`);
    return [{ range: name, message }];
  });
}
