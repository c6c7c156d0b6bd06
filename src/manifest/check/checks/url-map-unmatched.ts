import type { ManifestCheck, Observation } from '../check.js';
import { listed, type Manifest, titleOf } from '../../model/index.js';
import { isMeant } from '../../../version/index.js';
import { groupBy } from '../../../group-by.js';
import { printable } from '../../../text/index.js';
import { ownHits, tryMappings } from '../url-mappings.js';

/** Looks for mappings that lead nowhere. */
export const urlMapUnmatched: ManifestCheck = {
  id: 'url-map-unmatched',
  severity: 'error',
  summary: 'every mapping of url_to_dependency_map leads to an entry',
  explanation:
    'Staging takes the name and the version of the first mapping that matches, and fails when ' +
    'no entry has them.',
  remedy: 'Correct name or version, or remove the mapping with the dependency that is gone.',
  run: checkMappings,
};

const NAMED = 5;

function checkMappings(manifest: Manifest): Observation[] {
  const named = groupBy(manifest.entries, ({ name }) => name?.value);
  return tryMappings(manifest).flatMap((tried) => {
    const { name, version, range } = tried.mapping;
    if (!name?.value || !version?.value || tried.expression.kind !== 'sound') return [];
    const there = (named.get(name.value) ?? []).flatMap((entry) => entry.version?.value ?? []);
    if (there.length === 0 && !name.value.includes('$')) {
      return [
        {
          range: name,
          message: `it leads to ${printable(name.value)}, and no entry has that name`,
        },
      ];
    }
    const offer = `there is ${listed([...new Set(there)].slice(-NAMED))}`;
    if (!version.value.includes('$') && !there.some((one) => isMeant(one, version.value))) {
      return [{ range: version, message: `it leads to ${titleOf(tried.mapping)}: ${offer}` }];
    }
    const own = ownHits(tried);
    if (own.length === 0) {
      return [{ range, message: `it matches no uri of ${printable(name.value)}` }];
    }
    if (own.some((hit) => isMeant(hit.entry.version?.value, hit.version))) return [];
    const filled = own[0]?.version ?? '';
    return [
      { range: version, message: `it leads to ${printable(`${name.value} ${filled}`)}: ${offer}` },
    ];
  });
}
