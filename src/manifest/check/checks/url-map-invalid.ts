import type { ManifestCheck, Observation } from '../check.js';
import type { Manifest } from '../../model/index.js';
import { examineMappings } from '../url-mappings.js';

/** Looks for expressions that nobody can compile. */
export const urlMapInvalid: ManifestCheck = {
  id: 'url-map-invalid',
  severity: 'error',
  summary: 'every match of url_to_dependency_map is a regular expression',
  explanation:
    'Staging compiles all of them, in order, for every dependency: one that cannot be ' +
    'compiled ends the staging of every application.',
  remedy:
    'Correct the expression. A bracket or a plus sign that is meant as itself needs a ' +
    'backslash.',
  run: checkMatches,
};

function checkMatches(manifest: Manifest): Observation[] {
  return examineMappings(manifest).flatMap(({ match, expression }) =>
    expression.kind === 'invalid'
      ? [{ range: match, message: `it is not a regular expression: ${expression.reason}` }]
      : [],
  );
}
