import type { Manifest } from '../../model/index.js';
import type { ManifestCheck, Observation } from '../check.js';
import { examineMappings } from '../url-mappings.js';

/** Looks for mappings that are never asked. */
export const urlMapShadowed: ManifestCheck = {
  id: 'url-map-shadowed',
  severity: 'error',
  summary: 'no match of url_to_dependency_map comes twice',
  explanation:
    'Staging takes the first mapping whose expression matches. A later one with the same expression is ' +
    'never asked, and its dependency is taken for another.',
  remedy: 'Remove one of the two, or let the first say what tells them apart.',
  run: checkOrder,
};

function checkOrder(manifest: Manifest): Observation[] {
  const first = new Map<string, number>();
  return examineMappings(manifest).flatMap(({ match }) => {
    const earlier = first.get(match.value);
    if (earlier === undefined) {
      first.set(match.value, match.start);
      return [];
    }
    const { line } = manifest.position(earlier);
    return [{ range: match, message: `the mapping in line ${line} always matches before it` }];
  });
}
