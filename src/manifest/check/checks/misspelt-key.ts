import type { ManifestCheck } from '../check.js';
import { shapeProblems } from '../shape-problems.js';

/** Looks for keys with a slip of the pen. */
export const misspeltKey: ManifestCheck = {
  id: 'misspelt-key',
  severity: 'error',
  summary: 'no key is nearly one that there is',
  explanation:
    'Nobody reads a key that is not known, and nobody says so: a misspelt sha256 is no ' +
    'checksum, a misspelt exclude_files packs everything.',
  remedy:
    'Write the key as the message proposes. If it is really meant to be another one, rename ' +
    'it until it is no longer mistaken.',
  run: (manifest) => shapeProblems(manifest, 'misspelt-key'),
};
