import { meant, printable, withItsNumbers } from '../../../text/index.js';
import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { archOfStack, type Located, type Manifest, titleOf } from '../../model/index.js';

/** Looks for stacks that nobody knows. */
export const stackUnknown: ManifestCheck = {
  id: 'stack-unknown',
  severity: 'warning',
  summary: 'every stack is one that is known',
  explanation:
    'No platform asks for a stack that does not exist, so the entry is packed and never found. ' +
    'Known are the stacks that have a file, and those that names.yml beside those files names.',
  remedy:
    'Correct the name. One that is right gets known by stacks/names.yml, or names.yml in the ' +
    'folder of --stacks-dir. An architecture may stand behind it: cflinuxfs4-s390x.',
  run: checkStacks,
};

function checkStacks({ entries, stack }: Manifest, { stacks }: Surroundings): Observation[] {
  const names = stacks.map(({ name }) => name);
  const known = new Set(names);
  // A list that many have through an alias is told once.
  const seen = new Set<number>();
  const problem = (name: Located<string>, title: string): Observation[] => {
    const base = archOfStack(name.value)?.base ?? '';
    if (known.has(name.value) || known.has(base) || seen.has(name.start)) return [];
    seen.add(name.start);
    const question = meant(name.value, withItsNumbers(name.value, names));
    const message =
      `${title}: no stack that is known is called '${printable(name.value)}'` +
      (question === undefined ? '' : `: ${question}`);
    return [{ range: name, message }];
  };
  return [
    ...(stack?.value ? problem(stack, 'the manifest') : []),
    ...entries.flatMap((entry) =>
      (entry.stacks?.value ?? []).flatMap((name) => problem(name, titleOf(entry))),
    ),
  ];
}
