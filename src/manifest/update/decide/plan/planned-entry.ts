import type { ArtifactRecord } from '../../../../store/index.js';
import { groupBy } from '../../../../group-by.js';
import type { Outdated, RemovalReason } from '../decisions.js';
import {
  type EntryArch,
  hasDigestsOf,
  type Manifest,
  type ManifestEntry,
  toldArch,
  toldStacks,
} from '../../../model/index.js';

/** An entry as it is to be, as far as that is decided. */
export type PlannedEntry = EntryThere | EntryToCome;

interface Planned {
  readonly name: string;
  readonly version: string;
  /** What it was for before, as far as that was known. */
  readonly archBefore: EntryArch | undefined;
  /** What it is for, as far as that is known. */
  readonly arch: EntryArch | undefined;
  /** Undefined when it has no `cf_stacks`. */
  readonly stacks: readonly string[] | undefined;
  readonly gone: RemovalReason | undefined;
}

/** One that the manifest has. */
export interface EntryThere extends Planned {
  readonly entry: ManifestEntry;
  /** What its digests and address are taken from; undefined: they stay. */
  readonly record: ArtifactRecord | undefined;
  /** The stacks that it is no longer for, since they have a newer version. */
  readonly outdated: readonly Outdated[];
}

/** One that the manifest has not. */
export interface EntryToCome extends Planned {
  readonly entry: undefined;
  readonly record: ArtifactRecord;
  /** `parted`: from an entry that its stacks had with others. */
  readonly why: 'new' | 'parted';
}

/** A manifest's entries as they are, in the order of the text, but for those without a name or version. */
export function entriesThere(manifest: Manifest): EntryThere[] {
  return manifest.entries.flatMap((entry): EntryThere[] => {
    if (entry.name === undefined || entry.version === undefined) return [];
    const stacks = toldStacks(manifest, entry);
    const arch = toldArch(entry.uri?.value, stacks);
    return [
      {
        name: entry.name.value,
        version: entry.version.value,
        entry,
        archBefore: arch,
        arch,
        stacks,
        record: undefined,
        gone: undefined,
        outdated: [],
      },
    ];
  });
}

/** Entries that don't tell their architecture have that of the record of their file, if there is one. */
export function recogniseFiles(
  entries: readonly EntryThere[],
  records: readonly ArtifactRecord[],
): EntryThere[] {
  const bySha256 = groupBy(records, ({ sha256 }) => sha256);
  const byMd5 = groupBy(records, ({ md5 }) => md5);
  return entries.map((planned) => {
    const { entry } = planned;
    if (planned.arch !== undefined) return planned;
    const own =
      bySha256.get(entry.sha256?.value.toLowerCase() ?? '') ??
      byMd5.get(entry.md5?.value.toLowerCase() ?? '') ??
      [];
    const same = own.filter((record) => hasDigestsOf(entry, record));
    const [arch, ...others] = new Set(same.map((record) => record.arch));
    return others.length > 0 ? planned : { ...planned, arch, archBefore: arch };
  });
}

/** Entries without retired stacks; one that has no other goes. */
export function retireStacks(
  entries: readonly EntryThere[],
  retired: readonly string[],
): EntryThere[] {
  return entries.map((planned) => {
    const { stacks } = planned;
    const left = stacks?.filter((stack) => !retired.includes(stack));
    if (stacks === undefined || left === undefined || left.length === stacks.length) return planned;
    return left.length === 0
      ? { ...planned, gone: { kind: 'retired', stacks } }
      : { ...planned, stacks: left };
  });
}

/** Whether an entry is one that the manifest has. */
export function isThere(planned: PlannedEntry): planned is EntryThere {
  return planned.entry !== undefined;
}

/** Whether an entry is one that the manifest has not. */
export function isToCome(planned: PlannedEntry): planned is EntryToCome {
  return planned.entry === undefined;
}

/** Those that stay, or come. */
export function remaining<T extends PlannedEntry>(entries: readonly T[]): T[] {
  return entries.filter(({ gone }) => gone === undefined);
}
