import { groupBy } from '../../../group-by.js';
import type { Which } from './decisions.js';
import type { EntryThere } from './plan/planned-entry.js';

/** Answers what tells an entry from the manifest's others: its architecture too, where its name has several. */
export function whichOf(there: readonly EntryThere[]): (one: EntryThere) => Which {
  const byName = groupBy(there, ({ name }) => name);
  return ({ name, version, arch, stacks = [] }) => {
    const isOne = new Set((byName.get(name) ?? []).map((other) => other.arch)).size === 1;
    return { name, version, stacks, ...(isOne || arch === undefined ? {} : { arch }) };
  };
}
