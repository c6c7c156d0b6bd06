import { printable } from '../../../text/index.js';
import type { ManifestCheck, Observation } from '../check.js';
import { dayOf, type Manifest } from '../../model/index.js';

/** Asks whether deprecation dates are days that there are. */
export const dateMalformed: ManifestCheck = {
  id: 'date-malformed',
  severity: 'error',
  summary: 'deprecation dates are dates',
  explanation: 'A date that nobody can read warns nobody: installers skip it, or stop.',
  remedy: 'Write it as year, month and day: 2026-10-31.',
  run: checkDates,
};

function checkDates({ deprecations }: Manifest): Observation[] {
  return deprecations.flatMap(({ date }) => {
    if (!date?.value || dayOf(date.value) !== undefined) return [];
    return [{ range: date, message: `${printable(date.value)} is not a date: YYYY-MM-DD` }];
  });
}
