import type { ManifestCheck } from '../check.js';
import { shapeProblems } from '../shape-problems.js';

/** Asks for the keys that everything of its kind has to have. */
export const missingKey: ManifestCheck = {
  id: 'missing-key',
  severity: 'error',
  summary: 'everything that has to be there is there',
  explanation:
    'Packagers and installers read these keys without asking whether they are there: an entry ' +
    'without a uri or a stack is never found, or ends the packaging with an error that names ' +
    'no line.',
  remedy:
    'Add the key. An entry needs name, version, uri and cf_stacks; a default version name and ' +
    'version; a deprecation date name, version_line and date; the manifest language and ' +
    'dependencies.',
  run: (manifest) => shapeProblems(manifest, 'missing-key'),
};
