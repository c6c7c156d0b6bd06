import type { ManifestCheck, Observation } from '../check.js';
import type { Manifest } from '../../model/index.js';
import { printable } from '../../../text/index.js';

/** Looks for mappings of dependencies that are gone. */
export const urlMapStale: ManifestCheck = {
  id: 'url-map-stale',
  severity: 'warning',
  summary: 'every name that url_to_dependency_map leads to is there',
  explanation:
    'Whatever version the address tells, no entry has it. As long as the buildpack asks for no ' +
    'such address, nobody notices.',
  remedy: 'Remove the mapping with the dependency that is gone, or correct its name.',
  run: checkMappings,
};

function checkMappings({ urlMap, entries }: Manifest): Observation[] {
  const names = new Set(entries.map(({ name }) => name?.value));
  return urlMap.flatMap(({ name, version }) => {
    // A version that is the same for every address is `url-map-unmatched`.
    if (!name?.value || name.value.includes('$') || !version?.value.includes('$')) return [];
    if (names.has(name.value)) return [];
    const message = `it leads to ${printable(name.value)}, and no entry has that name`;
    return [{ range: name, message }];
  });
}
