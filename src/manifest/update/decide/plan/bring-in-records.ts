import type { ArtifactRecord } from '../../../../store/index.js';
import { groupBy } from '../../../../group-by.js';
import { compareVersions, lineOf, newest } from '../../../../version/index.js';
import { FOR_EVERY } from './arch-groups.js';
import {
  type EntryThere,
  type EntryToCome,
  isThere,
  isToCome,
  type PlannedEntry,
  remaining,
} from './planned-entry.js';
import { newEntries, rebuildEntries } from './rebuild-entries.js';
import type { Rules } from './rules.js';
import {
  leftOutNote,
  olderThan,
  outdatedEntries,
  outdatedNotes,
  withoutOutdated,
} from './without-outdated.js';

/** The entries of one name that records of one architecture concern. */
export interface Concerned {
  /** Those that the records may change. */
  readonly there: readonly EntryThere[];
  /** Those for every architecture, which stay as they are: what is older than they are needn't come. */
  readonly beside: readonly PlannedEntry[];
}

/** Entries of one name and architecture, and what is to be said of those that don't come. */
interface BroughtIn {
  readonly there: readonly EntryThere[];
  readonly coming: readonly EntryToCome[];
  readonly notes: readonly string[];
}

/** The same after one version. */
interface VersionBroughtIn {
  readonly entries: readonly PlannedEntry[];
  readonly notes: readonly string[];
  /** The stacks that may have more versions of its line now than they are to have; `''`: unnamed ones. */
  readonly touched: readonly string[];
}

/**
 * Lets the records of one name and architecture come to its entries, and its older versions go: both of
 * each stack by itself, and of those alone that the records are for.
 */
export function bringInRecords(
  concerned: Concerned,
  records: readonly ArtifactRecord[],
  rules: Rules,
): BroughtIn {
  const byVersion = groupBy(records, ({ manifest }) => manifest.version);
  // Newest first, so that messages and entries come in one order, whatever that of the records.
  const newestFirst = [...byVersion].sort(([a], [b]) => compareVersions(b, a));
  let entries: readonly PlannedEntry[] = concerned.there;
  const notes: string[] = [];
  const touched = new Map<string, Set<string>>();
  for (const [version, own] of newestFirst) {
    const line = lineOf(version, rules.line);
    const sorted = own.toSorted((a, b) => (a.stack.name < b.stack.name ? -1 : 1));
    const step = bringInVersion(entries, concerned, sorted, rules);
    entries = step.entries;
    notes.push(...step.notes);
    touched.set(line, new Set([...(touched.get(line) ?? []), ...step.touched]));
  }
  const outdated = outdatedEntries(entries, touched, rules);
  const before = concerned.there;
  const left = withoutOutdated(entries, outdated, { before, records });
  return {
    there: left.filter(isThere),
    coming: remaining(left.filter(isToCome)),
    notes: [...notes, ...outdatedNotes(before, outdated, rules)],
  };
}

/** @param records those of one version */
function bringInVersion(
  entries: readonly PlannedEntry[],
  concerned: Concerned,
  records: readonly ArtifactRecord[],
  rules: Rules,
): VersionBroughtIn {
  const version = records[0]?.manifest.version ?? '';
  const present = remaining(entries)
    .filter(isThere)
    .filter((one) => one.version === version);
  const isPresentFor = ({ stack }: ArtifactRecord) =>
    present.some(({ stacks }) => stacks?.includes(stack.name) ?? true);
  const reasons = new Map(
    records.flatMap((record) => {
      const reason = isPresentFor(record) ? undefined : reasonAgainst(record, concerned, rules);
      return reason === undefined ? [] : [[record, reason] as const];
    }),
  );
  const notes = [...groupBy([...reasons], ([, reason]) => reason)].map(([reason, group]) => {
    const name = records[0]?.manifest.name ?? '';
    const stacks = group.map(([{ stack }]) => stack.name);
    return leftOutNote({ name, version, stacks }, reason, rules);
  });
  const others = records.filter((record) => !reasons.has(record));
  if (present.length === 0) {
    const made = newEntries(others, 'new', rules);
    const touched = made.coming.flatMap(({ stacks }) => stacks ?? ['']);
    return { entries: [...entries, ...made.coming], notes: [...notes, ...made.notes], touched };
  }
  const rebuilt = rebuildEntries(present, others, rules);
  const after = new Map<PlannedEntry, EntryThere>(
    present.map((one, index) => [one, rebuilt.present[index] ?? one]),
  );
  // What is there already touches the others only where somebody said how many there are to be.
  const touching =
    rules.policy.keep === undefined ? others.filter((record) => !isPresentFor(record)) : others;
  const isUnnamed = present.some(({ stacks }) => stacks === undefined);
  return {
    entries: [...entries.map((one) => after.get(one) ?? one), ...rebuilt.coming],
    notes: [...notes, ...rebuilt.notes],
    touched: [
      ...touching.map(({ stack }) => stack.name),
      ...(isUnnamed && touching.length > 0 ? [''] : []),
    ],
  };
}

/** Why a record doesn't come whose version its stack hasn't: it has a newer one of the line, or the same one. */
function reasonAgainst(
  { manifest: { version }, stack }: ArtifactRecord,
  { there, beside }: Concerned,
  { policy, line }: Rules,
): string | undefined {
  const isForStack = ({ stacks }: PlannedEntry) => stacks?.includes(stack.name) ?? true;
  const shared = remaining(beside).filter(isForStack);
  if (shared.some((one) => one.version === version)) return FOR_EVERY;
  if (policy.all === true || policy.pin?.includes(version) === true) return undefined;
  const key = lineOf(version, line);
  const own = [...remaining(there).filter(isForStack), ...shared]
    .map((one) => one.version)
    .filter((other) => lineOf(other, line) === key && compareVersions(other, version) >= 0);
  const than = newest(own);
  return than === undefined ? undefined : olderThan(version, than);
}
