import type { ManifestCheck, Observation } from '../check.js';
import { listed, type Manifest, titleOf } from '../../model/index.js';
import { isMeant } from '../../../version/index.js';
import { groupBy } from '../../../group-by.js';
import { printable } from '../../../text/index.js';

/** Looks for mappings that lead to a version that there is not. */
export const urlMapUnmatched: ManifestCheck = {
  id: 'url-map-unmatched',
  severity: 'error',
  summary: 'every version that url_to_dependency_map names is there',
  explanation:
    'Staging takes the name and the version of the first mapping that matches, and fails when ' +
    'no entry has them. Versions that a part of the address is put into, $1, are not told by a ' +
    'manifest: the address is that which the buildpack asks for.',
  remedy: 'Correct the version, or remove the mapping with the dependency that is gone.',
  run: checkMappings,
};

const NAMED = 5;

function checkMappings({ urlMap, entries }: Manifest): Observation[] {
  const named = groupBy(entries, ({ name }) => name?.value);
  return urlMap.flatMap((mapping) => {
    const { name, version } = mapping;
    if (!isFixed(name?.value) || !isFixed(version?.value)) return [];
    if (name === undefined || version === undefined) return [];
    const there = (named.get(name.value) ?? []).flatMap((entry) => entry.version?.value ?? []);
    if (there.some((one) => isMeant(one, version.value))) return [];
    const offer =
      there.length === 0
        ? `no entry is named ${printable(name.value)}`
        : `there is ${listed([...new Set(there)].slice(-NAMED))}`;
    return [{ range: version, message: `it leads to ${titleOf(mapping)}: ${offer}` }];
  });
}

/** Whether it is the same whatever the expression finds. */
function isFixed(text: string | undefined): boolean {
  return text !== undefined && text !== '' && !text.includes('$');
}
