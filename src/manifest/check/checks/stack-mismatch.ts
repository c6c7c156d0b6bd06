import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { archOfStack, listed, type Manifest, stacksOf, titleOf } from '../../model/index.js';
import { stackNamesIn } from '../stack-names.js';

/** Compares the stacks in uris with those of their entries. */
export const stackMismatch: ManifestCheck = {
  id: 'stack-mismatch',
  severity: 'error',
  summary: 'stacks that a uri names are stacks of its entry',
  explanation:
    'The file was made for another stack than the one that it is installed on: its libraries ' +
    'may be missing there, and the application fails when it starts.',
  remedy: 'Point the uri to the file for this stack, with its digest; or correct cf_stacks.',
  run: checkStacks,
};

function checkStacks(manifest: Manifest, { stacks: known }: Surroundings): Observation[] {
  const namesIn = stackNamesIn(manifest, known);
  return manifest.entries.flatMap((entry) => {
    const stacks = stacksOf(manifest, entry);
    if (entry.uri === undefined || stacks.length === 0) return [];
    const own = stacks.flatMap((name) => [name, archOfStack(name)?.base]);
    const foreign = namesIn(entry.uri.value).filter((name) => !own.includes(name));
    if (foreign.length === 0) return [];
    const message =
      `${titleOf(entry)} is for ${listed(stacks)}, ` + `but its uri names ${listed(foreign)}`;
    return [{ range: entry.uri, message }];
  });
}
