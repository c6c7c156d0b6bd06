import type { ManifestCheck } from '../check.js';
import { shapeProblems } from '../shape-problems.js';

/** Looks for keys that come again in the same mapping. */
export const duplicateKey: ManifestCheck = {
  id: 'duplicate-key',
  severity: 'error',
  summary: 'no mapping has a key twice',
  explanation:
    'Of two values under one key, Ruby takes the last one and Go refuses the manifest, so ' +
    'what is vendored depends on who reads it.',
  remedy: 'Keep the value that is right and remove the other.',
  run: (manifest) => shapeProblems(manifest, 'duplicate-key'),
};
