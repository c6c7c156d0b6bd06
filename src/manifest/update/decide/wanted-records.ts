import { BuilderError } from '../../../error.js';
import type { Policies } from '../../model/index.js';
import { didYouMean } from '../../../text/index.js';
import { type ArtifactRecord } from '../../../store/index.js';
import { groupBy } from '../../../group-by.js';
import { compareVersions } from '../../../version/index.js';
import type { Wanted } from './facts.js';
import { policyOf } from './plan/rules.js';

/**
 * The records that an update is about. Relocated artifacts are left out unless they are asked for
 * by name and nothing else is there in their place.
 *
 * @param names those that the manifest has: all of their records are meant when nothing is wanted
 * @throws BuilderError USAGE when there is no record of what is wanted, or two for one place
 */
export function wantedRecords(
  records: readonly ArtifactRecord[],
  wanted: readonly Wanted[],
  names: ReadonlySet<string>,
): ArtifactRecord[] {
  const byName = groupBy(records, ({ manifest }) => manifest.name);
  const chosen =
    wanted.length === 0
      ? records.filter((record) => names.has(record.manifest.name) && !isRelocated(record))
      : [...new Set(wanted.flatMap((want) => recordsOf(byName, want)))];
  const one = new Map<string, ArtifactRecord>();
  for (const record of chosen.toSorted((a, b) => Number(isRelocated(a)) - Number(isRelocated(b)))) {
    const { name, version } = record.manifest;
    const key = JSON.stringify([name, version, record.stack.name, record.arch]);
    const other = one.get(key);
    if (other === undefined) one.set(key, record);
    else if (isRelocated(other) === isRelocated(record)) throw ambiguous(other, record);
  }
  return [...one.values()];
}

/**
 * Records without those of recipes that a dependency doesn't take its artifacts from.
 * @throws BuilderError USAGE when there is no record of the recipe that it does
 */
export function ofRecipes(
  records: readonly ArtifactRecord[],
  policies: Policies,
): ArtifactRecord[] {
  const byName = groupBy(records, ({ manifest }) => manifest.name);
  for (const [name, { recipe }] of Object.entries(policies.dependencies)) {
    const there = [...new Set((byName.get(name) ?? []).map((record) => record.name))].sort();
    if (recipe === undefined || there.length === 0 || there.includes(recipe)) continue;
    throw new BuilderError('USAGE', `There is no record of ${name} of the recipe ${recipe}.`, {
      hint: `${didYouMean(recipe, there)}There are records of ${name} of ${there.join(', ')}.`,
    });
  }
  return records.filter(({ name, manifest }) => {
    const { recipe } = policyOf(policies, manifest.name);
    return recipe === undefined || recipe === name;
  });
}

function isRelocated(record: ArtifactRecord): boolean {
  return record.relocated_from !== undefined;
}

function recordsOf(
  byName: ReadonlyMap<string, readonly ArtifactRecord[]>,
  want: Wanted,
): ArtifactRecord[] {
  const named = byName.get(want.name) ?? [];
  const found = [...groupBy(named, ({ arch }) => arch).values()].flatMap((ofArch) => {
    const newest = ofArch.map(({ manifest }) => manifest.version).sort(compareVersions);
    const version = want.version ?? newest.at(-1);
    return ofArch.filter(({ manifest }) => manifest.version === version);
  });
  if (found.length > 0) return found;
  const words =
    named.length > 0
      ? [...new Set(named.map(({ manifest }) => `${manifest.name}@${manifest.version}`))].sort()
      : [...byName.keys()].sort();
  const asked = want.version === undefined ? want.name : `${want.name}@${want.version}`;
  throw new BuilderError('USAGE', `There is no record of ${asked}.`, {
    hint:
      didYouMean(asked, words) +
      (words.length === 0
        ? 'There are no records at all: build something first.'
        : `There are records of ${words.slice(0, 20).join(', ')}${words.length > 20 ? ', …' : ''}.`),
  });
}

function ambiguous(a: ArtifactRecord, b: ArtifactRecord): BuilderError {
  const { name, version } = a.manifest;
  const recipes = [a.name, b.name].toSorted();
  return new BuilderError(
    'USAGE',
    `There are two records of ${name} ${version} for ${a.stack.name} (${a.arch}): ${a.file} and ${b.file}.`,
    {
      hint:
        a.name === b.name
          ? 'Remove the one that the manifest is not to have from checksums/.'
          : `They are of the recipes ${recipes.join(' and ')}: say which one ${name} takes, ` +
            `--recipe ${name}=${recipes[0]} or 'recipe' in binary-builder.yml.`,
    },
  );
}
