import type { ManifestCheck, Observation } from '../check.js';
import { archOf, type Manifest, type ManifestEntry, stacksOf, titleOf } from '../../model/index.js';

/** Looks for entries that are for the same as another one. */
export const duplicateEntry: ManifestCheck = {
  id: 'duplicate-entry',
  severity: 'error',
  summary: 'no name and version comes twice for the same stack and architecture',
  explanation:
    'Installers take the first entry that fits, so the other one is never used; after the ' +
    'next edit of only one of them, which file is vendored depends on their order.',
  remedy:
    'Remove the entry that is wrong. Entries for different architectures tell them in the ' +
    'file name of their uri, or in the names of their stacks.',
  run: checkEntries,
};

function checkEntries(manifest: Manifest): Observation[] {
  const first = new Map<string, ManifestEntry>();
  return manifest.entries.flatMap((entry) => {
    const { name, version } = entry;
    if (!name?.value || !version?.value) return [];
    const arch = archOf(manifest, entry);
    for (const stack of stacksOf(manifest, entry)) {
      const key = JSON.stringify([name.value, version.value, stack, arch]);
      const other = first.get(key);
      if (other !== undefined && other !== entry) {
        const { line } = manifest.position(other.range.start);
        const message = `${titleOf(entry)} is there for ${stack} already, in line ${line}`;
        return [{ range: entry.range, message }];
      }
      first.set(key, entry);
    }
    return [];
  });
}
