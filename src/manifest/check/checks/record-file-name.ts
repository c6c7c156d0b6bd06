import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { fileOf, listed, type Manifest, titleOf } from '../../model/index.js';
import { recordsOf } from '../records.js';

/** Compares the file names in uris with those of records. */
export const recordFileName: ManifestCheck = {
  id: 'record-file-name',
  severity: 'warning',
  summary: 'uris lead to files that are called as their records say',
  explanation:
    'The digest is that of a record, and the file name is another one: the uri may lead to ' +
    'another file, or to one that somebody renamed and that is not found by its name.',
  remedy:
    'Let the uri end with the file name of the record: binary-builder manifest update does ' +
    'it.',
  run: checkNames,
};

function checkNames(manifest: Manifest, { records }: Surroundings): Observation[] {
  if (records === undefined) return [];
  const find = recordsOf(manifest, records);
  return manifest.entries.flatMap((entry) => {
    const { matching } = find(entry);
    const files = matching.map(({ file }) => file);
    if (!entry.uri?.value || files.length === 0) return [];
    const file = fileOf(entry.uri.value);
    if (files.includes(file)) return [];
    const message = `${titleOf(entry)}: its uri leads to ${file}, and its record is of ${listed(files)}`;
    return [{ range: entry.uri, message }];
  });
}
