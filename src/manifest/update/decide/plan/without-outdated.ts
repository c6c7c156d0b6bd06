import type { ArtifactRecord } from '../../../../store/index.js';
import { groupBy } from '../../../../group-by.js';
import { compareVersions, lineOf, newest } from '../../../../version/index.js';
import { hasDigestsOf } from '../../../model/index.js';
import { forStacks, type Outdated } from '../decisions.js';
import { olderEntries } from './older-entries.js';
import { type EntryThere, isThere, type PlannedEntry } from './planned-entry.js';
import type { Rules } from './rules.js';

/** What is too old, and for which stacks. */
type OutdatedEntries = ReadonlyMap<PlannedEntry, readonly Outdated[]>;

/**
 * What is too old in some lines.
 * @param touched the stacks of each line that something came to
 */
export function outdatedEntries(
  entries: readonly PlannedEntry[],
  touched: ReadonlyMap<string, ReadonlySet<string>>,
  { policy, line, released }: Rules,
): OutdatedEntries {
  if (policy.all === true) return new Map();
  const byLine = groupBy(entries, ({ version }) => lineOf(version, line));
  return new Map(
    [...touched].flatMap(([key, stacks]) => {
      const latest = latestOf(
        policy.keepLatestReleased === true
          ? released.filter(({ version }) => lineOf(version, line) === key)
          : [],
      );
      const stays = (version: string, stack: string) =>
        policy.pin?.includes(version) === true || latest(stack) === version;
      return [...olderEntries(byLine.get(key) ?? [], { keep: policy.keep ?? 1, stacks, stays })];
    }),
  );
}

/** The newest version of some entries that a stack has; entries that name no stacks are for all. */
function latestOf(entries: readonly EntryThere[]): (stack: string) => string | undefined {
  return (stack) =>
    newest(
      entries
        .filter(({ stacks }) => stack === '' || (stacks?.includes(stack) ?? true))
        .map(({ version }) => version),
    );
}

/**
 * Takes from entries the stacks for which they are too old; those that have no other go.
 * @param before the entries that the manifest has, as they were
 */
export function withoutOutdated(
  entries: readonly PlannedEntry[],
  outdated: OutdatedEntries,
  { before, records }: { before: readonly EntryThere[]; records: readonly ArtifactRecord[] },
): PlannedEntry[] {
  const original = new Map(before.map(({ entry, stacks }) => [entry, stacks ?? []]));
  const parted = [...outdated].filter(([one]) => !isThere(one) && one.why === 'parted');
  return entries.map((one): PlannedEntry => {
    const own = outdated.get(one) ?? [];
    const left = own.length === 0 ? one : withoutStacks(one, own, records);
    if (!isThere(left) || left.gone !== undefined) return left;
    // Of its stacks that were to have an entry of their own.
    const others = parted
      .filter(([other]) => other.version === one.version)
      .flatMap(([, stacks]) => stacks)
      .filter(({ stack }) => original.get(left.entry)?.includes(stack));
    return { ...left, outdated: [...own, ...others] };
  });
}

function withoutStacks(
  planned: PlannedEntry,
  outdated: readonly Outdated[],
  records: readonly ArtifactRecord[],
): PlannedEntry {
  const left = planned.stacks?.filter((one) => !outdated.some(({ stack }) => stack === one)) ?? [];
  if (left.length === 0) {
    const than = newest(outdated.map((one) => one.than)) ?? '';
    return { ...planned, gone: { kind: 'older', than } };
  }
  // The address is that of the first stack.
  const first = records.find(
    ({ manifest, stack }) => manifest.version === planned.version && stack.name === left[0],
  );
  if (!isThere(planned)) return { ...planned, stacks: left, record: first ?? planned.record };
  const { entry, record } = planned;
  const isSame = (other: ArtifactRecord) =>
    record === undefined ? hasDigestsOf(entry, other) : record.sha256 === other.sha256;
  return {
    ...planned,
    stacks: left,
    record: first !== undefined && isSame(first) ? first : undefined,
  };
}

/** Says which records came to nothing, since newer ones came or were there. */
export function outdatedNotes(
  before: readonly EntryThere[],
  outdated: OutdatedEntries,
  rules: Rules,
): string[] {
  const original = new Map(before.map(({ entry, stacks }) => [entry, stacks ?? ['']]));
  return [...outdated].flatMap(([one, stacks]) => {
    // What goes to an entry of its own goes from one that is there, and is told there.
    if (!isThere(one) && one.why === 'parted') return [];
    const there = isThere(one) ? (original.get(one.entry) ?? []) : [];
    const records = stacks.filter(({ stack }) => !there.includes(stack));
    return [...groupBy(records, ({ than }) => than)].map(([than, group]) =>
      leftOutNote(
        { name: one.name, version: one.version, stacks: group.map(({ stack }) => stack) },
        olderThan(one.version, than),
        rules,
      ),
    );
  });
}

/** Why what is not newer than all of its line is left out. */
export function olderThan(version: string, than: string): string {
  return compareVersions(version, than) === 0
    ? `it is the same as ${than}`
    : `it is older than ${than}, the newest of its line`;
}

/** Says what is left out, for which stacks, and why. */
export function leftOutNote(
  { name, version, stacks }: Pick<PlannedEntry, 'name' | 'version'> & { stacks: readonly string[] },
  reason: string,
  { arch, sayArch }: Pick<Rules, 'arch' | 'sayArch'>,
): string {
  const named = stacks.filter((stack) => stack !== '');
  const what = forStacks({ stacks: named, arch: sayArch ? arch : undefined });
  return `${name} ${version}${what} is left out: ${reason}`;
}
