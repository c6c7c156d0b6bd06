import { printable } from '../../../text/index.js';
import type { ManifestCheck, Observation } from '../check.js';
import type { Manifest } from '../../model/index.js';
import { examineMappings } from '../url-mappings.js';

/** Looks for expressions that can take for ever. */
export const urlMapRunaway: ManifestCheck = {
  id: 'url-map-runaway',
  severity: 'error',
  summary: 'no match of url_to_dependency_map can run away',
  explanation:
    'An expression in which something repeated is repeated again, such as (a+)+, tries every ' +
    'way to divide a text that nearly matches. With thirty characters that takes minutes, and ' +
    'staging hangs.',
  remedy: 'Take one of the two repetitions away: (a+)+ matches what a+ matches.',
  run: checkMatches,
};

function checkMatches(manifest: Manifest): Observation[] {
  return examineMappings(manifest).flatMap(({ match, expression }) =>
    expression.kind === 'runaway'
      ? [{ range: match, message: `it can run away: ${printable(expression.reason)}` }]
      : [],
  );
}
