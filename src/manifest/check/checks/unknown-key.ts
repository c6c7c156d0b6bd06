import type { ManifestCheck } from '../check.js';
import { shapeProblems } from '../shape-problems.js';

/** Looks for keys that neither generation of manifests has. */
export const unknownKey: ManifestCheck = {
  id: 'unknown-key',
  severity: 'warning',
  summary: 'every key is one that manifests have',
  explanation:
    'Packagers and installers ignore what they do not know, so what is said there has no ' +
    'effect; some refuse the whole manifest.',
  remedy: 'Remove the key, or keep what it says in a comment.',
  run: (manifest) => shapeProblems(manifest, 'unknown-key'),
};
