import type { ManifestCheck, Observation } from '../check.js';
import { type Manifest, titleOf } from '../../model/index.js';

/** Looks for entries that no stack finds. */
export const stacksEmpty: ManifestCheck = {
  id: 'stacks-empty',
  severity: 'error',
  summary: 'every entry is for a stack',
  explanation:
    'Installers look for an entry that has their stack. One without any is packed, and never ' +
    'found.',
  remedy: 'Name the stacks that the file runs on under cf_stacks, or remove the entry.',
  run: checkStacks,
};

function checkStacks({ entries }: Manifest): Observation[] {
  return entries.flatMap((entry) =>
    entry.stacks?.value.length === 0
      ? [{ range: entry.stacks, message: `${titleOf(entry)} has no stack in cf_stacks` }]
      : [],
  );
}
