import type { Manifest } from '../../model/index.js';
import type { ManifestCheck, Observation } from '../check.js';
import { ownHits, tryMappings, type TriedMapping } from '../url-mappings.js';

/** Looks for mappings that are never asked. */
export const urlMapShadowed: ManifestCheck = {
  id: 'url-map-shadowed',
  severity: 'error',
  summary: 'no mapping of url_to_dependency_map always comes too late',
  explanation:
    'Staging takes the first mapping whose expression matches. If an earlier one matches everything that ' +
    'a later one is there for, the later one is never asked, and its dependency is taken for another.',
  remedy:
    'Put the mapping with the narrower expression first, or narrow the earlier expression. Of two that ' +
    'say the same, remove one.',
  run: checkOrder,
};

function checkOrder(manifest: Manifest): Observation[] {
  const tried = tryMappings(manifest).filter(({ expression }) => expression.kind === 'sound');
  const first = firstToMatch(tried);
  return tried.flatMap((one, index) => {
    const earlier = shadowOf(one, tried.slice(0, index), first);
    if (earlier === undefined) return [];
    const { line } = manifest.position(earlier.match.start);
    return [{ range: one.match, message: `the mapping in line ${line} always matches before it` }];
  });
}

/** The mapping that staging takes for a URL. */
function firstToMatch(tried: readonly TriedMapping[]): Map<string, TriedMapping> {
  const first = new Map<string, TriedMapping>();
  for (const one of tried) {
    for (const { url } of one.hits) if (!first.has(url)) first.set(url, one);
  }
  return first;
}

function shadowOf(
  one: TriedMapping,
  earlier: readonly TriedMapping[],
  first: ReadonlyMap<string, TriedMapping>,
): TriedMapping | undefined {
  const same = earlier.find(({ match }) => match.value === one.match.value);
  if (same !== undefined) return same;
  const own = ownHits(one);
  const hits = own.length > 0 ? own : one.hits;
  const taken = hits.map(({ url }) => first.get(url));
  return taken.includes(one) ? undefined : taken[0];
}
