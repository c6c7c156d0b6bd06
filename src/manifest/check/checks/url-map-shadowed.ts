import type { Manifest } from '../../model/index.js';
import type { ManifestCheck, Observation } from '../check.js';
import { examineMappings, type ExaminedMapping } from '../url-mappings.js';

/** Looks for mappings that are never asked. */
export const urlMapShadowed: ManifestCheck = {
  id: 'url-map-shadowed',
  severity: 'error',
  summary: 'no match of url_to_dependency_map comes twice',
  explanation:
    'Staging takes the first mapping whose expression matches. A later one with the same expression is ' +
    'never asked, and its dependency is taken for another. One that leads to the same is a warning: nobody ' +
    'misses it.',
  remedy: 'Remove one of the two, or let the first say what tells them apart.',
  run: checkOrder,
};

function checkOrder(manifest: Manifest): Observation[] {
  const first = new Map<string, ExaminedMapping>();
  return examineMappings(manifest).flatMap((one): Observation[] => {
    const { match } = one;
    const earlier = first.get(match.value);
    if (earlier === undefined) {
      first.set(match.value, one);
      return [];
    }
    const { line } = manifest.position(earlier.match.start);
    const message = `the mapping in line ${line} always matches before it`;
    return [{ range: match, message, ...(isSame(one, earlier) && { severity: 'warning' }) }];
  });
}

/** Whether two mappings lead to the same, whatever their expressions find. */
function isSame({ mapping: one }: ExaminedMapping, { mapping: other }: ExaminedMapping): boolean {
  return one.name?.value === other.name?.value && one.version?.value === other.version?.value;
}
