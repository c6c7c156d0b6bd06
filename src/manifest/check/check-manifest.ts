import type { Manifest } from '../model/index.js';
import type { ManifestFinding, Surroundings } from './check.js';
import { manifestChecks } from './checks.js';

/** Looks at a manifest with every check and changes nothing. Sorted by place. */
export async function checkManifest(
  manifest: Manifest,
  surroundings: Surroundings,
): Promise<ManifestFinding[]> {
  const findings: ManifestFinding[] = [];
  for (const { id, severity, run } of Object.values(manifestChecks)) {
    for (const { range, message } of await run(manifest, surroundings)) {
      // What was found may be a value with its range, which a finding is not to repeat.
      const { start, end } = range;
      const place = manifest.position(start);
      findings.push({ check: id, severity, ...place, range: { start, end }, message });
    }
  }
  return findings.sort(inOrder);
}

/** Of the same place, errors first; the order of the checks stays where nothing else decides. */
function inOrder(a: ManifestFinding, b: ManifestFinding): number {
  return a.range.start - b.range.start || rank(a) - rank(b);
}

function rank({ severity }: ManifestFinding): number {
  return severity === 'error' ? 0 : 1;
}
