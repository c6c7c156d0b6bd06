import { printable, meant } from '../../../text/index.js';
import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { archOfStack, type Located, type Manifest, titleOf } from '../../model/index.js';

/** Looks for stacks that no stack file knows. */
export const stackUnknown: ManifestCheck = {
  id: 'stack-unknown',
  severity: 'error',
  summary: 'every stack is one that there is',
  explanation:
    'No platform asks for a stack that does not exist, so the entry is packed and never ' +
    'found.',
  remedy:
    'Correct the name. A stack of your own gets known by its file: stacks/NAME.yml, or a ' +
    'folder named with --stacks-dir. An architecture may stand behind it: cflinuxfs4-s390x.',
  run: checkStacks,
};

function checkStacks({ entries, stack }: Manifest, { stacks }: Surroundings): Observation[] {
  const known = new Set(stacks);
  // A list that many have through an alias is told once.
  const seen = new Set<number>();
  const problem = (name: Located<string>, title: string): Observation[] => {
    const base = archOfStack(name.value)?.base ?? '';
    if (known.has(name.value) || known.has(base) || seen.has(name.start)) return [];
    seen.add(name.start);
    const proposal = meant(name.value, stacks) ?? `known are ${stacks.join(', ')}`;
    const message = `${title}: no stack is called '${printable(name.value)}': ${proposal}`;
    return [{ range: name, message }];
  };
  return [
    ...(stack?.value ? problem(stack, 'the manifest') : []),
    ...entries.flatMap((entry) =>
      (entry.stacks?.value ?? []).flatMap((name) => problem(name, titleOf(entry))),
    ),
  ];
}
