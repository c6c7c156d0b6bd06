import type { ArtifactRecord } from '../../store/index.js';
import { groupBy } from '../../group-by.js';
import { compareVersions, lineOf } from '../../version/index.js';
import type { EntryArch, Policy } from '../model/index.js';
import { retain } from './retain.js';
import { hasDigestOf, type Slot } from './slot.js';
import type { Track } from './track.js';

/** What is known of a dependency beside its slots and records. */
export interface Terms {
  readonly policy: Policy;
  readonly line: NonNullable<Policy['line']>;
  /** What the slots and records are for. */
  readonly arch: EntryArch;
  /** Whether messages say what for, since there is more than that. */
  readonly sayArch: boolean;
  /** Whether an artifact that several stacks share has one entry, or one for each of them. */
  readonly sharing: 'list' | 'entries';
  /** Whether it is said which stacks entries are for. */
  readonly stacks: 'named' | 'none';
  /** The versions that were released. */
  readonly released: readonly string[];
}

/** The slots of a track after its records have come in, those to come included, and what is to be said. */
export function settle(track: Track, terms: Terms): { slots: Slot[]; notes: string[] } {
  const slots = [...track.slots];
  const notes: string[] = [];
  const newest = newestByLine(slots, terms);
  const touched = new Set<string>();
  const byVersion = groupBy(track.records, ({ manifest }) => manifest.version);
  // Newest first: what a stack gets now decides whether an older version may still come to it.
  const newestFirst = [...byVersion].sort(([a], [b]) => compareVersions(b, a));
  for (const [version, records] of newestFirst) {
    const sorted = records.toSorted((a, b) => (a.stack.name < b.stack.name ? -1 : 1));
    const line = lineOf(version, terms.line);
    const present = slots.filter(
      (slot) => slot.gone === undefined && slot.entry !== undefined && slot.version === version,
    );
    const before = newest.get(line);
    if (present.length > 0) {
      const late = mayCome(version, terms) ? [] : overtaken(slots, present, sorted, terms);
      notes.push(...late.map(([record, newer]) => olderNote([record], newer, terms)));
      const others = sorted.filter((record) => !late.some(([older]) => older === record));
      slots.push(...rebuild(present, others, terms, notes));
      if (terms.policy.keep !== undefined) touched.add(line);
    } else if (
      before === undefined ||
      compareVersions(version, before) > 0 ||
      mayCome(version, terms)
    ) {
      slots.push(...makeSlots(sorted, 'new', terms));
      touched.add(line);
    } else {
      notes.push(olderNote(sorted, before, terms));
    }
  }
  if (terms.policy.all !== true) {
    const byLine = groupBy(slots, ({ version }) => lineOf(version, terms.line));
    for (const line of touched) retainLine(byLine.get(line) ?? [], terms);
  }
  for (const slot of slots) {
    if (slot.entry !== undefined || slot.gone?.kind !== 'older') continue;
    notes.push(olderNote(slot.record === undefined ? [] : [slot.record], slot.gone.than, terms));
  }
  return {
    slots: slots.filter(({ entry, gone }) => entry !== undefined || gone === undefined),
    notes,
  };
}

function mayCome(version: string, { policy }: Terms): boolean {
  return policy.all === true || policy.pin?.includes(version) === true;
}

/** The records whose stack is new to their version, but has a newer one, which is told too. */
function overtaken(
  slots: readonly Slot[],
  present: readonly Slot[],
  records: readonly ArtifactRecord[],
  { line }: Terms,
): [record: ArtifactRecord, newer: string][] {
  return records.flatMap((record): [ArtifactRecord, string][] => {
    const { name: stack } = record.stack;
    const { version } = record.manifest;
    if (present.some((slot) => slot.stacks?.includes(stack) ?? true)) return [];
    const newer = slots.find(
      (slot) =>
        slot.gone === undefined &&
        slot.stacks?.includes(stack) === true &&
        lineOf(slot.version, line) === lineOf(version, line) &&
        compareVersions(slot.version, version) > 0,
    );
    return newer === undefined ? [] : [[record, newer.version]];
  });
}

function olderNote(
  records: readonly ArtifactRecord[],
  newest: string,
  { arch, sayArch }: Terms,
): string {
  const { name = '', version = '' } = records[0]?.manifest ?? {};
  return `${name} ${version}${sayArch ? ` for ${arch}` : ''} is left out: it is older than ${newest}, the newest of its line`;
}

function newestByLine(slots: readonly Slot[], { line }: Terms): Map<string, string> {
  const newest = new Map<string, string>();
  for (const { version, gone } of slots) {
    if (gone !== undefined) continue;
    const key = lineOf(version, line);
    const other = newest.get(key);
    if (other === undefined || compareVersions(version, other) > 0) newest.set(key, version);
  }
  return newest;
}

function retainLine(slots: readonly Slot[], { policy, line, released }: Terms): void {
  const stays = new Set(policy.pin);
  const [first] = slots;
  if (policy.keepLatestReleased === true && first !== undefined) {
    const own = released.filter((version) => lineOf(version, line) === lineOf(first.version, line));
    const latest = own.sort(compareVersions).at(-1);
    if (latest !== undefined) stays.add(latest);
  }
  retain(slots, policy.keep ?? 1, stays);
}

/** Gives the slots of one version their records; answers with the slots that they need besides. */
function rebuild(
  present: readonly Slot[],
  records: readonly ArtifactRecord[],
  terms: Terms,
  notes: string[],
): Slot[] {
  const apart = new Set<ArtifactRecord>();
  const homeless = new Set(records);
  for (const slot of present) {
    const own = records.filter(({ stack }) => slot.stacks?.includes(stack.name) ?? true);
    if (own.length === 0) continue;
    for (const record of own) homeless.delete(record);
    if (slot.stacks === undefined) notes.push(...rebuildUnnamed(slot, own));
    else for (const record of rebuildNamed(slot, slot.stacks, own)) apart.add(record);
  }
  for (const record of homeless) {
    const home = terms.sharing === 'list' ? present.find((slot) => fits(slot, record)) : undefined;
    if (home?.stacks !== undefined) {
      home.stacks = [...home.stacks, record.stack.name];
      homeless.delete(record);
    }
  }
  return [...makeSlots([...apart], 'apart', terms), ...makeSlots([...homeless], 'new', terms)];
}

/** An entry that doesn't name its stacks takes the first of records that are the same file. */
function rebuildUnnamed(slot: Slot, records: readonly ArtifactRecord[]): string[] {
  const [first] = records;
  slot.record = first;
  const others = records.filter(({ sha256 }) => sha256 !== first?.sha256);
  return others.map(
    ({ stack }) =>
      `${slot.name} ${slot.version} for ${stack.name} is left out: its entry names no stacks, ` +
      `and took the artifact for ${first?.stack.name ?? ''}`,
  );
}

/** Answers with the records whose stack leaves the slot, since its file is another one. */
function rebuildNamed(
  slot: Slot,
  stacks: readonly string[],
  records: readonly ArtifactRecord[],
): ArtifactRecord[] {
  const recordOf = (stack: string) => records.find((record) => record.stack.name === stack);
  const unknown = stacks.filter((stack) => recordOf(stack) === undefined);
  const [first = ''] = stacks;
  const same = records.filter((record) => hasDigestOf(slot, record));
  const leading =
    unknown.length > 0 || same.length > 0 ? same : takeFirst(records, recordOf(first));
  const leaving = records.filter((record) => !leading.includes(record));
  slot.stacks = stacks.filter((stack) => !leaving.some((record) => record.stack.name === stack));
  // Of a file that several stacks share, the address is that of the first: so it is the same each time.
  slot.record = leading.find((record) => record.stack.name === slot.stacks?.[0]);
  return leaving;
}

function takeFirst(
  records: readonly ArtifactRecord[],
  first: ArtifactRecord | undefined,
): ArtifactRecord[] {
  return records.filter(({ sha256 }) => sha256 === first?.sha256);
}

function fits(slot: Slot, record: ArtifactRecord): boolean {
  if (slot.stacks === undefined || slot.stacks.length === 0) return false;
  return slot.record === undefined
    ? hasDigestOf(slot, record)
    : slot.record.sha256 === record.sha256;
}

function makeSlots(
  records: readonly ArtifactRecord[],
  origin: 'new' | 'apart',
  { arch, sharing, stacks }: Terms,
): Slot[] {
  const groups =
    sharing === 'list' && stacks === 'named'
      ? [...groupBy(records, ({ sha256 }) => sha256).values()]
      : records.map((record) => [record]);
  return groups.flatMap((group): Slot[] => {
    const [record] = group;
    if (record === undefined) return [];
    return [
      {
        name: record.manifest.name,
        version: record.manifest.version,
        entry: undefined,
        origin,
        arch,
        stacks: stacks === 'none' ? undefined : group.map(({ stack }) => stack.name),
        record,
        gone: undefined,
      },
    ];
  });
}
