import type { ManifestCheck, Observation } from '../check.js';
import { type Manifest, titleOf } from '../../model/index.js';

/** Looks for entries that nothing can be verified with. */
export const digestMissing: ManifestCheck = {
  id: 'digest-missing',
  severity: 'error',
  summary: 'every entry has a digest',
  explanation:
    'Without md5 or sha256 nobody can tell whether what is downloaded is what was meant: ' +
    'packagers refuse it, or vendor whatever the server answers.',
  remedy:
    'Add sha256 (or md5, where the packager is the one of 2016) of the very file: sha256sum ' +
    'FILE, or `binary-builder manifest update`, which takes it from the records.',
  run: checkDigests,
};

function checkDigests({ entries }: Manifest): Observation[] {
  return entries
    .filter(({ md5, sha256 }) => !md5?.value && !sha256?.value)
    .map((entry) => ({
      range: entry.uri ?? entry.range,
      message: `${titleOf(entry)} has neither sha256 nor md5`,
    }));
}
