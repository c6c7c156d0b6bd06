import type { CheckSetting, Manifest } from '../model/index.js';
import type { CheckReport, ManifestFinding, Surroundings } from './check.js';
import { manifestChecks } from './checks.js';

/** Looks at a manifest with every check and changes nothing. */
export async function checkManifest(
  manifest: Manifest,
  surroundings: Surroundings,
): Promise<CheckReport> {
  const settings = new Map((surroundings.settings ?? []).map((one) => [one.check, one]));
  const findings: ManifestFinding[] = [];
  const applied: (CheckSetting & { findings: number })[] = [];
  for (const { id, run, ...check } of Object.values(manifestChecks)) {
    const setting = settings.get(id);
    const seen = await run(manifest, surroundings);
    if (setting !== undefined) applied.push({ ...setting, findings: seen.length });
    if (setting?.severity === 'off') continue;
    for (const { range, message, ...observation } of seen) {
      // What was found may be a value with its range, which a finding is not to repeat.
      const { start, end } = range;
      const place = manifest.position(start);
      const severity = setting?.severity ?? observation.severity ?? check.severity;
      findings.push({ check: id, severity, ...place, range: { start, end }, message });
    }
  }
  return { findings: findings.sort(inOrder), settings: applied };
}

/** Of the same place, errors first; the order of the checks stays where nothing else decides. */
function inOrder(a: ManifestFinding, b: ManifestFinding): number {
  return a.range.start - b.range.start || rank(a) - rank(b);
}

function rank({ severity }: ManifestFinding): number {
  return severity === 'error' ? 0 : 1;
}
