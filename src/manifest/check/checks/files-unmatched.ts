import { printable } from '../../../text/index.js';
import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import type { Manifest } from '../../model/index.js';

/** Looks for files to be packed that there are not. */
export const filesUnmatched: ManifestCheck = {
  id: 'files-unmatched',
  severity: 'warning',
  summary: 'what include_files names is there',
  explanation:
    'What include_files names and is not there is missing from the buildpack, or ends its ' +
    'packaging. What lies in a folder may be made by pre_package, and is looked for when it ' +
    'ran. What exclude_files names need not be there: it is kept out in case it is.',
  remedy: 'Correct or remove the pattern.',
  run: checkFiles,
};

async function checkFiles(
  { includeFiles, prePackage }: Manifest,
  { files }: Surroundings,
): Promise<Observation[]> {
  if (files === undefined) return [];
  const makesFiles = (prePackage?.value.trim() ?? '') !== '';
  const found: Observation[] = [];
  for (const place of includeFiles) {
    if (makesFiles && isInFolder(place.value)) continue;
    if (await files(place.value)) continue;
    const message = `include_files: nothing in the buildpack's folder matches '${printable(place.value)}'`;
    found.push({ range: place, message });
  }
  return found;
}

/** `bin/supply`, and not `README.md` or `./README.md`. */
function isInFolder(pattern: string): boolean {
  return /[^./][^/]*\/./.test(pattern);
}
