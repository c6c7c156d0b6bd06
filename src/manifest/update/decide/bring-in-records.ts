import type { ArtifactRecord } from '../../../store/index.js';
import { groupBy } from '../../../group-by.js';
import { compareVersions, lineOf } from '../../../version/index.js';
import { olderEntries } from './older-entries.js';
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
  /** Whether its line may have more versions now than it is to have. */
  readonly isTouched: boolean;
}

/** Lets the records of one name and architecture come to its entries, and its older versions go. */
export function bringInRecords(
  there: readonly EntryThere[],
  records: readonly ArtifactRecord[],
  rules: Rules,
): BroughtIn {
  const newest = newestByLine(there, rules);
  const byVersion = groupBy(records, ({ manifest }) => manifest.version);
  // Newest first: what a stack gets now decides whether an older version may still come to it.
  const newestFirst = [...byVersion].sort(([a], [b]) => compareVersions(b, a));
  let entries: readonly PlannedEntry[] = there;
  const notes: string[] = [];
  const touched = new Set<string>();
  for (const [version, own] of newestFirst) {
    const line = lineOf(version, rules.line);
    const sorted = own.toSorted((a, b) => (a.stack.name < b.stack.name ? -1 : 1));
    const step = bringInVersion(entries, sorted, newest.get(line), rules);
    entries = step.entries;
    notes.push(...step.notes);
    if (step.isTouched) touched.add(line);
  }
  if (rules.policy.all !== true) entries = withoutOlder(entries, touched, rules);
  const coming = entries.filter(isToCome);
  for (const { record, gone } of coming) {
    if (gone?.kind === 'older') notes.push(olderNote([record], gone.than, rules));
  }
  return { there: entries.filter(isThere), coming: remaining(coming), notes };
}

/**
 * @param records those of one version
 * @param newest the newest version that its line had before
 */
function bringInVersion(
  entries: readonly PlannedEntry[],
  records: readonly ArtifactRecord[],
  newest: string | undefined,
  rules: Rules,
): VersionBroughtIn {
  const version = records[0]?.manifest.version ?? '';
  const present = remaining(entries)
    .filter(isThere)
    .filter((one) => one.version === version);
  if (present.length > 0) {
    const late = mayCome(version, rules) ? [] : overtaken(entries, present, records, rules);
    const others = records.filter((record) => !late.some(([older]) => older === record));
    const rebuilt = rebuildEntries(present, others, rules);
    const after = new Map<PlannedEntry, EntryThere>(
      present.map((one, index) => [one, rebuilt.present[index] ?? one]),
    );
    return {
      entries: [...entries.map((one) => after.get(one) ?? one), ...rebuilt.coming],
      notes: [
        ...late.map(([record, newer]) => olderNote([record], newer, rules)),
        ...rebuilt.notes,
      ],
      isTouched: rules.policy.keep !== undefined,
    };
  }
  if (newest !== undefined && compareVersions(version, newest) <= 0 && !mayCome(version, rules)) {
    return { entries, notes: [olderNote(records, newest, rules)], isTouched: false };
  }
  const coming = newEntries(records, 'new', rules);
  return { entries: [...entries, ...coming], notes: [], isTouched: true };
}

function mayCome(version: string, { policy }: Rules): boolean {
  return policy.all === true || policy.pin?.includes(version) === true;
}

/** The records whose stack is new to their version, but has a newer one, which is told too. */
function overtaken(
  entries: readonly PlannedEntry[],
  present: readonly PlannedEntry[],
  records: readonly ArtifactRecord[],
  { line }: Rules,
): [record: ArtifactRecord, newer: string][] {
  const left = remaining(entries);
  return records.flatMap((record): [ArtifactRecord, string][] => {
    const { name: stack } = record.stack;
    const { version } = record.manifest;
    if (present.some(({ stacks }) => stacks?.includes(stack) ?? true)) return [];
    const newer = left.find(
      (one) =>
        one.stacks?.includes(stack) === true &&
        lineOf(one.version, line) === lineOf(version, line) &&
        compareVersions(one.version, version) > 0,
    );
    return newer === undefined ? [] : [[record, newer.version]];
  });
}

function olderNote(
  records: readonly ArtifactRecord[],
  newest: string,
  { arch, sayArch }: Rules,
): string {
  const { name = '', version = '' } = records[0]?.manifest ?? {};
  return `${name} ${version}${sayArch ? ` for ${arch}` : ''} is left out: it is older than ${newest}, the newest of its line`;
}

function newestByLine(entries: readonly PlannedEntry[], { line }: Rules): Map<string, string> {
  const newest = new Map<string, string>();
  for (const { version } of remaining(entries)) {
    const key = lineOf(version, line);
    const other = newest.get(key);
    if (other === undefined || compareVersions(version, other) > 0) newest.set(key, version);
  }
  return newest;
}

/** Lets the older entries of some lines go. */
function withoutOlder(
  entries: readonly PlannedEntry[],
  lines: ReadonlySet<string>,
  { policy, line, released }: Rules,
): PlannedEntry[] {
  const byLine = groupBy(entries, ({ version }) => lineOf(version, line));
  const older = new Map(
    [...lines].flatMap((key) => {
      const latest =
        policy.keepLatestReleased === true
          ? released
              .filter((version) => lineOf(version, line) === key)
              .sort(compareVersions)
              .at(-1)
          : undefined;
      const stays = new Set([...(policy.pin ?? []), ...(latest === undefined ? [] : [latest])]);
      return [...olderEntries(byLine.get(key) ?? [], policy.keep ?? 1, stays)];
    }),
  );
  return entries.map((one) => {
    const gone = older.get(one);
    return gone === undefined ? one : { ...one, gone };
  });
}
