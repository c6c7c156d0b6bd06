import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { type Manifest, type ManifestEntry, stacksOf, titleOf } from '../../model/index.js';

/** Looks for further versions of dependencies that may have one. */
export const singleVersion: ManifestCheck = {
  id: 'single-version',
  severity: 'error',
  summary: 'there is one version of what installers take one version of',
  explanation:
    'Its installer asks for the dependency by its name alone and fails when there are two versions, or ' +
    'takes whichever comes first. Which dependencies these are is said in binary-builder.yml beside the ' +
    'manifest: those with `line: any` and `keep: 1`.',
  remedy:
    'Keep the newest and remove the others: binary-builder manifest update does it. If several versions ' +
    'are meant to be there, let the policy keep more.',
  run: checkVersions,
};

function checkVersions(manifest: Manifest, { singleVersions = [] }: Surroundings): Observation[] {
  const first = new Map<string, ManifestEntry>();
  return manifest.entries.flatMap((entry) => {
    const { name, version } = entry;
    if (!name?.value || !version?.value || !singleVersions.includes(name.value)) return [];
    const others = stacksOf(manifest, entry).flatMap((stack) => {
      const key = JSON.stringify([name.value, stack]);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, entry);
      return earlier !== undefined && earlier.version?.value !== version.value
        ? [{ stack, earlier }]
        : [];
    });
    return others.slice(0, 1).map(({ stack, earlier }) => ({
      range: version,
      message: `${titleOf(entry)} is a second version for ${stack}, beside ${titleOf(earlier)}; only one is allowed`,
    }));
  });
}
