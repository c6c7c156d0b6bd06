import type { Cause } from './cause.js';
import type { FieldChange, Pair, Part } from './comparison.js';

/** What a file lists: a member of an archive, a section. */
export interface Listed {
  name: string;
  /** Bytes of its content. */
  size: number;
  /** What it says of itself, in words for people. */
  fields: Readonly<Record<string, string | undefined>>;
}

/** Something that both files list. */
export interface Common<T> extends Pair<T> {
  name: string;
}

/**
 * Compares what two files list: what is only in one, another order, other fields. What has the same
 * name several times is told apart by its number. Pure.
 * @returns the differences, and what is in both, in the order of `before`
 */
export function compareListings<T extends Listed>(
  before: readonly T[],
  after: readonly T[],
): { parts: Part[]; common: Common<T>[] } {
  const [old, young] = [numbered(before), numbered(after)];
  const common: Common<T>[] = [];
  const parts: Part[] = [];
  for (const [name, item] of old) {
    const other = young.get(name);
    if (other) common.push({ name, before: item, after: other });
    else parts.push({ kind: 'only', name, side: 'before', size: item.size });
  }
  for (const [name, item] of young) {
    if (!old.has(name)) parts.push({ kind: 'only', name, side: 'after', size: item.size });
  }
  const order = findOrder(
    common,
    [...young.keys()].filter((name) => old.has(name)),
  );
  if (order) parts.push(order);
  for (const { name, ...pair } of common) {
    const fields = changedFields(pair.before.fields, pair.after.fields);
    if (fields.length > 0) parts.push({ kind: 'fields', name, fields });
  }
  return { parts, common };
}

/** The fields that differ, in the order in which they are given. Pure. */
export function changedFields(before: Listed['fields'], after: Listed['fields']): FieldChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter((change) => change.before !== change.after)
    .map((change) => ({ ...change, cause: causeOf(change) }));
}

const CAUSES: Readonly<Record<string, Cause>> = {
  time: 'time',
  'access time': 'time',
  'change time': 'time',
  'owner id': 'owner',
  'group id': 'owner',
  owner: 'owner',
  group: 'owner',
};

function causeOf({ field, before, after }: Omit<FieldChange, 'cause'>): Cause | null {
  if (field !== 'mode') return CAUSES[field] ?? null;
  const [old, young] = [before, after].map((mode) => Number.parseInt(mode ?? '', 8));
  if (old === undefined || young === undefined || Number.isNaN(old) || Number.isNaN(young)) {
    return null;
  }
  // A umask takes rights away from everybody but the owner, and never adds a bit of its own.
  return ((old ^ young) & ~0o066) === 0 ? 'umask' : null;
}

function numbered<T extends Listed>(items: readonly T[]): Map<string, T> {
  const counts = new Map<string, number>();
  const named = new Map<string, T>();
  for (const item of items) {
    const count = (counts.get(item.name) ?? 0) + 1;
    counts.set(item.name, count);
    named.set(count === 1 ? item.name : `${item.name} (no. ${count})`, item);
  }
  return named;
}

function findOrder(
  common: readonly { name: string }[],
  after: readonly string[],
): Part | undefined {
  for (const [index, { name }] of common.entries()) {
    const other = after[index] ?? name;
    if (other !== name) return { kind: 'order', position: index + 1, before: name, after: other };
  }
  return undefined;
}
