import type { ManifestCheck, Observation, Surroundings } from '../check.js';
import { fileOf, listed, type Manifest, stacksOf, titleOf } from '../../model/index.js';
import { groupBy } from '../../../group-by.js';
import { digestsOf, type EntryDigest } from '../entry-digest.js';
import { stackNamesIn } from '../stack-names.js';

/** Looks for one file that several stacks get. */
export const stacksShared: ManifestCheck = {
  id: 'stacks-shared',
  severity: 'warning',
  summary: 'a binary is for one stack',
  explanation:
    'A binary is linked with the libraries of the stack that it was made on. On another stack ' +
    'it may find others, or none, and only applications that come so far notice. Files ' +
    'without machine code say so in their name: noarch, or any-stack.',
  remedy:
    'Build it for each of the stacks. If it really runs on all of them, name the stacks in ' +
    'one entry, with a file name that names none.',
  run: checkStacks,
};

const ANYWHERE = /(?<![a-z])(?:noarch|any[_-]?stack|all)(?![a-z])/i;

function isForAll(uri: string): boolean {
  return ANYWHERE.test(fileOf(uri));
}

function checkStacks(manifest: Manifest, { stacks: known }: Surroundings): Observation[] {
  const namesIn = stackNamesIn(manifest, known);
  const ofOneEntry = manifest.entries.flatMap((entry) => {
    const stacks = stacksOf(manifest, entry);
    const named = namesIn(entry.uri?.value ?? '');
    const others = stacks.filter((stack) => !named.includes(stack));
    if (entry.uri === undefined || others.length === 0 || isForAll(entry.uri.value)) return [];
    // One of another stack altogether is `stack-mismatch`.
    if (named.length === 0 || !named.every((name) => stacks.includes(name))) return [];
    const message = `${titleOf(entry)} is a file for ${listed(named)}, and listed for ${listed(others)} too`;
    return [{ range: entry.uri, message }];
  });
  return [...ofOneEntry, ...ofSeveral(manifest)];
}

/** Entries of one name and version for several stacks, with one digest. */
function ofSeveral(manifest: Manifest): Observation[] {
  const groups = groupBy(
    digestsOf(manifest.entries).filter(({ entry }) => !isForAll(entry.uri?.value ?? '')),
    ({ entry: { name, version }, algorithm, digest }) =>
      JSON.stringify([name?.value, version?.value, algorithm, digest]),
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.flatMap((one) => {
      const earlier = stacksIn(manifest, first);
      const further = stacksIn(manifest, one).filter((stack) => !earlier.includes(stack));
      // With both digests, once is enough.
      if (further.length === 0 || (one.algorithm === 'md5' && one.entry.sha256)) return [];
      const message =
        `${titleOf(one.entry)} for ${listed(further)} has the ${one.algorithm} of the one for ` +
        `${listed(earlier)} in line ${manifest.position(first?.place.start ?? 0).line}`;
      return [{ range: one.place, message }];
    }),
  );
}

function stacksIn(manifest: Manifest, one: EntryDigest | undefined): string[] {
  return one === undefined ? [] : stacksOf(manifest, one.entry);
}
