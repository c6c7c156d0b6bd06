import { BuilderError } from '../../error.js';
import { didYouMean } from '../../text/index.js';
import { compareVersions } from '../../version/index.js';
import type { Manifest } from '../model/index.js';
import { applyDecisions } from './apply.js';
import { forStacks } from './decide/decisions.js';
import { entriesThere, type EntryThere } from './decide/plan/planned-entry.js';
import {
  decideRemovals,
  isNamed,
  type NamedEntries,
  type Removal,
} from './decide/removal-decisions.js';
import { noEntryFor } from './no-entry-for.js';
import type { Update } from './options.js';

/**
 * Takes entries out that are named, as {@link decideRemovals} says. All other lines keep every byte.
 *
 * @throws BuilderError USAGE when something that is named is not there, so that no word is misspelt unseen;
 * DEFAULT_MISSING when a default would match nothing of what is left; MANIFEST_INVALID when an edit can't be made
 * safely
 */
export function removeEntries(manifest: Manifest, removal: Removal): Update {
  const there = entriesThere(manifest);
  requireStacks(manifest, there, removal);
  for (const named of removal.named) requireNamed(manifest, there, named, removal);
  return applyDecisions(manifest, (whole) => decideRemovals(whole, removal));
}

function requireStacks({ path }: Manifest, there: readonly EntryThere[], { stacks }: Removal) {
  const known = there.flatMap((one) => one.stacks ?? []);
  const unknown = stacks.find((stack) => !known.includes(stack));
  if (unknown !== undefined) throw noEntryFor(path, unknown, known);
}

function requireNamed(
  { path }: Manifest,
  there: readonly EntryThere[],
  named: NamedEntries,
  { stacks, arch }: Removal,
): void {
  if (there.some((one) => isNamed(one, named, { stacks, arch }))) return;
  const { name, version } = named;
  const names = [...new Set(there.map((one) => one.name))].sort();
  const own = there
    .filter((one) => one.name === name)
    .toSorted((a, b) => compareVersions(a.version, b.version))
    .map((one) => `${one.version}${forStacks({ stacks: one.stacks ?? [], arch: one.arch })}`);
  const which = version === undefined ? name : `${name} ${version}`;
  throw new BuilderError('USAGE', `${path}: no entry is ${which}${forStacks({ stacks, arch })}.`, {
    hint:
      own.length === 0
        ? didYouMean(name, names) + `There is: ${names.join(', ')}.`
        : `There is ${name} ${own.join('; ')}.`,
  });
}
