import type { ArtifactRecord } from '../../../../store/index.js';
import { groupBy } from '../../../../group-by.js';
import { hasDigestsOf } from '../../../model/index.js';
import type { EntryThere, EntryToCome } from './planned-entry.js';
import type { Rules } from './rules.js';

/** What becomes of the entries of one version when its records come. */
interface Rebuilt {
  /** Those that are there, in their order. */
  readonly present: EntryThere[];
  /** Those that they need besides. */
  readonly coming: EntryToCome[];
  readonly notes: string[];
}

/** Gives the entries of one version their records. */
export function rebuildEntries(
  present: readonly EntryThere[],
  records: readonly ArtifactRecord[],
  rules: Rules,
): Rebuilt {
  const isFor = (planned: EntryThere, { stack }: ArtifactRecord) =>
    planned.stacks?.includes(stack.name) ?? true;
  const taken = present.map((planned) =>
    takeRecords(
      planned,
      records.filter((record) => isFor(planned, record)),
    ),
  );
  const parted = new Set(taken.flatMap(({ leaving }) => leaving));
  const left = records.filter((record) => !present.some((planned) => isFor(planned, record)));
  let entries = taken.map(({ planned }) => planned);
  const homeless: ArtifactRecord[] = [];
  for (const record of left) {
    const home = rules.sharing === 'list' ? entries.find((one) => fits(one, record)) : undefined;
    if (home?.stacks === undefined) homeless.push(record);
    else {
      const joined = { ...home, stacks: [...home.stacks, record.stack.name] };
      entries = entries.map((one) => (one === home ? joined : one));
    }
  }
  const made = [newEntries([...parted], 'parted', rules), newEntries(homeless, 'new', rules)];
  return {
    present: entries,
    coming: made.flatMap(({ coming }) => coming),
    notes: [...taken, ...made].flatMap(({ notes }) => notes),
  };
}

/** Entries for records: one for those that share a file, where that is the habit. */
export function newEntries(
  records: readonly ArtifactRecord[],
  why: 'new' | 'parted',
  { arch, sharing, stacks }: Rules,
): Pick<Rebuilt, 'coming' | 'notes'> {
  const { groups, notes } = stacks === 'none' ? unnamed(records) : named(records, sharing);
  const coming = groups.flatMap((group): EntryToCome[] => {
    const [record] = group;
    if (record === undefined) return [];
    return [
      {
        name: record.manifest.name,
        version: record.manifest.version,
        entry: undefined,
        why,
        archBefore: undefined,
        arch,
        stacks: stacks === 'none' ? undefined : group.map(({ stack }) => stack.name),
        record,
        gone: undefined,
      },
    ];
  });
  return { coming, notes };
}

/** Records by the entries that they get. */
interface Grouped {
  readonly groups: readonly (readonly ArtifactRecord[])[];
  readonly notes: string[];
}

function named(records: readonly ArtifactRecord[], sharing: Rules['sharing']): Grouped {
  const groups =
    sharing === 'list'
      ? [...groupBy(records, ({ sha256 }) => sha256).values()]
      : records.map((record) => [record]);
  return { groups, notes: [] };
}

/** Of entries that name no stacks nobody could tell which is for which: there is one. */
function unnamed(records: readonly ArtifactRecord[]): Grouped {
  const [first] = records;
  if (first === undefined) return { groups: [], notes: [] };
  return { groups: [[first]], notes: leftOutBeside(first, records) };
}

/** Says which records can't come to an entry that names no stacks and has another file. */
function leftOutBeside(taken: ArtifactRecord, records: readonly ArtifactRecord[]): string[] {
  const { name, version } = taken.manifest;
  return records
    .filter(({ sha256 }) => sha256 !== taken.sha256)
    .map(
      ({ stack }) =>
        `${name} ${version} for ${stack.name} is left out: its entry names no stacks, ` +
        `and took the artifact for ${taken.stack.name}`,
    );
}

/** An entry with its records, and those whose stack leaves it, since its file is another one. */
interface Taken {
  readonly planned: EntryThere;
  readonly leaving: readonly ArtifactRecord[];
  readonly notes: readonly string[];
}

function takeRecords(planned: EntryThere, records: readonly ArtifactRecord[]): Taken {
  if (records.length === 0) return { planned, leaving: [], notes: [] };
  const { stacks } = planned;
  return stacks === undefined
    ? takeUnnamed(planned, records)
    : takeNamed({ ...planned, stacks }, records);
}

/** An entry that doesn't name its stacks takes the first of records that are the same file. */
function takeUnnamed(planned: EntryThere, records: readonly ArtifactRecord[]): Taken {
  const [first] = records;
  return {
    planned: { ...planned, record: first },
    leaving: [],
    notes: first === undefined ? [] : leftOutBeside(first, records),
  };
}

function takeNamed(
  planned: EntryThere & { readonly stacks: readonly string[] },
  records: readonly ArtifactRecord[],
): Taken {
  const { entry, stacks } = planned;
  const recordOf = (stack = '') => records.find((record) => record.stack.name === stack);
  const isKnown = stacks.every((stack) => recordOf(stack) !== undefined);
  const same = records.filter((record) => hasDigestsOf(entry, record));
  const first = recordOf(stacks[0]);
  const leading =
    same.length > 0 || !isKnown ? same : records.filter(({ sha256 }) => sha256 === first?.sha256);
  const leaving = records.filter((record) => !leading.includes(record));
  const left = stacks.filter((stack) => !leaving.some((record) => record.stack.name === stack));
  // Of a file that several stacks share, the address is that of the first: so it is the same each time.
  const record = leading.find(({ stack }) => stack.name === left[0]);
  return { planned: { ...planned, stacks: left, record }, leaving, notes: [] };
}

function fits({ stacks, record: own, entry }: EntryThere, record: ArtifactRecord): boolean {
  if (stacks === undefined || stacks.length === 0) return false;
  return own === undefined ? hasDigestsOf(entry, record) : own.sha256 === record.sha256;
}
