import type { Arch } from '../../../../architecture.js';
import { groupBy } from '../../../../group-by.js';
import type { ArtifactRecord } from '../../../../store/index.js';
import { archGroupsOf, type ArchGroup, type KnownArchs } from './arch-groups.js';
import { bringInRecords } from './bring-in-records.js';
import { archOfStack, type Manifest, type Policies, toldArchs } from '../../../model/index.js';
import type { Facts } from '../facts.js';
import { staleNotes, supersede } from './other-architectures.js';
import {
  type EntryThere,
  type EntryToCome,
  type PlannedEntry,
  remaining,
} from './planned-entry.js';
import { type CommonRules, commonRules, policyOf, rulesOf } from './rules.js';

/** Entries after records have come to them. */
interface Plan {
  /** All that are there, in their order, then those that come. */
  readonly entries: readonly PlannedEntry[];
  readonly notes: readonly string[];
}

/**
 * Lets records come in, name by name.
 * @param wanted with their stacks called as the manifest calls them
 */
export function planEntries(
  facts: Facts,
  there: readonly EntryThere[],
  wanted: readonly ArtifactRecord[],
  policies: Policies,
): Plan {
  const { records, notes } = fittingRecords(facts.manifest, wanted, policies.retiredStacks);
  const living = remaining(there);
  const known: KnownArchs = {
    told: toldArchs(living),
    coming: new Set(records.map(({ arch }) => arch)),
    wanted: policies.architectures,
  };
  const common = commonRules(facts, living, policies);
  const byName = groupBy(living, ({ name }) => name);
  const plans = [...groupBy(records, ({ manifest }) => manifest.name)].map(([name, own]) =>
    planName(name, { entries: byName.get(name) ?? [], records: own }, known, common),
  );
  const after = new Map(plans.flatMap((plan) => plan.there.map((one) => [one.entry, one])));
  const all = there.map((one) => after.get(one.entry) ?? one);
  return {
    entries: [...all, ...plans.flatMap(({ coming }) => coming)],
    notes: [
      ...notes,
      ...plans.flatMap((plan) => plan.notes),
      ...besideNotes(new Set(plans.flatMap(({ newArchs }) => newArchs))),
      ...staleNotes(all, policies.architectures),
    ],
  };
}

/** The records that the manifest can have. */
function fittingRecords(
  { stack: only }: Manifest,
  wanted: readonly ArtifactRecord[],
  retiredStacks: readonly string[],
): { records: ArtifactRecord[]; notes: string[] } {
  const notes: string[] = [];
  const records = wanted.filter(({ manifest: { name, version }, stack }) => {
    const retired = retiredStacks.includes(stack.name);
    const other = only !== undefined && only.value !== stack.name;
    const leftOut = `${name} ${version} for ${stack.name} is left out`;
    if (retired) notes.push(`${leftOut}: that stack is retired`);
    else if (other) notes.push(`${leftOut}: the manifest is for ${only.value} only`);
    return !retired && !other;
  });
  return { records, notes };
}

/** What is known of one name. */
interface OfName {
  readonly entries: readonly EntryThere[];
  readonly records: readonly ArtifactRecord[];
}

/** What becomes of it. */
interface PlanOfName {
  readonly there: readonly EntryThere[];
  readonly coming: readonly EntryToCome[];
  readonly notes: readonly string[];
  /** Architectures of which the manifest had nothing so far. */
  readonly newArchs: readonly Arch[];
}

function planName(
  name: string,
  { entries: before, records }: OfName,
  known: KnownArchs,
  common: CommonRules,
): PlanOfName {
  const superseded = supersede(before, records, known.wanted);
  let entries = remaining(superseded);
  const { groups, notes: leftOut } = archGroupsOf(entries, records, known);
  const notes = [...unreleasedNotes(name, common), ...leftOut];
  const coming: EntryToCome[] = [];
  const newArchs: Arch[] = [];
  // One after the other: an entry that is for every architecture may be in several groups.
  for (const group of groups) {
    const { arch, there } = group;
    const own = entries.filter(({ entry }) => there.has(entry));
    const beside = [...entries, ...coming].filter(
      (one) => one.arch === 'every' && arch !== 'every' && !own.some((other) => other === one),
    );
    const rules = rulesOf(name, entries, group, common);
    const broughtIn = bringInRecords({ there: own, beside }, group.records, rules);
    notes.push(...broughtIn.notes);
    coming.push(...broughtIn.coming);
    const after = new Map(broughtIn.there.map((one) => [one.entry, withArch(one, arch)]));
    entries = entries.map((one) => after.get(one.entry) ?? one);
    if (
      broughtIn.coming.length > 0 &&
      arch !== 'every' &&
      isNewBeside(arch, group, entries, known)
    ) {
      newArchs.push(arch);
    }
  }
  const gone = superseded.filter((one) => one.gone !== undefined);
  return { there: [...gone, ...entries], coming, notes, newArchs };
}

/** An entry that has a record, or told no architecture, is for that of its group from now on. */
function withArch(planned: EntryThere, arch: ArchGroup['arch']): EntryThere {
  const isKept = planned.record === undefined && planned.arch !== undefined;
  return isKept ? planned : { ...planned, arch };
}

function unreleasedNotes(name: string, { policies, released }: CommonRules): string[] {
  if (policyOf(policies, name).keepLatestReleased !== true || released !== undefined) return [];
  return [
    `${name}: 'keep-latest-released' keeps nothing: no released manifest was named ` +
      '(--keep-latest-released REF)',
  ];
}

/** Whether a group brings an architecture of which the manifest had nothing so far, told by file names alone. */
function isNewBeside(
  arch: Arch,
  { there, records }: ArchGroup,
  all: readonly PlannedEntry[],
  { told, wanted }: KnownArchs,
): boolean {
  if (wanted !== undefined || told.has(arch)) return false;
  const byStack = records.every(({ stack }) => archOfStack(stack.name) !== undefined);
  return there.size === 0 && all.length > 0 && !byStack;
}

function besideNotes(archs: ReadonlySet<Arch>): string[] {
  return [...archs].map(
    (arch) =>
      `the manifest gets its first entries for ${arch}, beside those that it has: if it is to be for some ` +
      "architectures only, name them under 'architectures' in binary-builder.yml",
  );
}
