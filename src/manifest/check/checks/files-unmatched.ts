import { printable } from '../../../text/index.js';
import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import type { Manifest } from '../../model/index.js';

/** Looks for patterns of files that there are not. */
export const filesUnmatched: ManifestCheck = {
  id: 'files-unmatched',
  severity: 'warning',
  summary: 'patterns of include_files and exclude_files match something',
  explanation:
    'What include_files names and is not there is missing from the buildpack, or ends its ' +
    'packaging. What exclude_files names and is not there has been renamed perhaps: then the ' +
    'thing that should stay out is packed under its new name.',
  remedy:
    'Correct or remove the pattern. What pre_package makes is there only after it ran: run ' +
    'it, and check again.',
  run: checkFiles,
};

async function checkFiles(
  { includeFiles, excludeFiles }: Manifest,
  { files }: Surroundings,
): Promise<Observation[]> {
  const patterns = [
    ...includeFiles.map((place) => ({ place, key: 'include_files' })),
    ...excludeFiles.map((place) => ({ place, key: 'exclude_files' })),
  ];
  const found: Observation[] = [];
  for (const { place, key } of patterns) {
    if (await files(place.value)) continue;
    const message = `${key}: nothing in the buildpack's folder matches '${printable(place.value)}'`;
    found.push({ range: place, message });
  }
  return found;
}
