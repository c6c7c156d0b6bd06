import type { ArtifactRecord } from '../../store/index.js';
import { groupBy } from '../../group-by.js';
import type { RemovalReason } from './change.js';
import { type EntryArch, type Manifest, type ManifestEntry, toldArch } from '../model/index.js';

/** An entry as it will be: there already, or to come. */
export interface Slot {
  readonly name: string;
  readonly version: string;
  /** Undefined for one that is to come. */
  readonly entry: ManifestEntry | undefined;
  /** Why it comes; undefined for one that is there. */
  readonly origin: 'new' | 'apart' | undefined;
  /** What it is for, as far as that is known. */
  arch: EntryArch | undefined;
  /** Undefined when it has no `cf_stacks`. */
  stacks: readonly string[] | undefined;
  /** What its digests and address are taken from; undefined: they stay. */
  record: ArtifactRecord | undefined;
  gone: RemovalReason | undefined;
}

/** The slots of a manifest's entries, in the order of the text; entries without a name or version have none. */
export function slotsOf(manifest: Manifest): Slot[] {
  return manifest.entries.flatMap((entry): Slot[] => {
    if (entry.name === undefined || entry.version === undefined) return [];
    const stacks = stacksOf(manifest, entry);
    return [
      {
        name: entry.name.value,
        version: entry.version.value,
        entry,
        origin: undefined,
        arch: toldArch(entry.uri?.value, stacks),
        stacks,
        record: undefined,
        gone: undefined,
      },
    ];
  });
}

/** The stacks that an entry is for; those of a packaged buildpack are for that buildpack's. */
export function stacksOf(manifest: Manifest, entry: ManifestEntry): readonly string[] | undefined {
  if (entry.stacks !== undefined) return entry.stacks.value.map(({ value }) => value);
  return manifest.stack === undefined ? undefined : [manifest.stack.value];
}

/** Gives slots that don't tell their architecture that of the record of their file, if there is one. */
export function recogniseFiles(slots: readonly Slot[], records: readonly ArtifactRecord[]): void {
  const bySha256 = groupBy(records, ({ sha256 }) => sha256);
  const byMd5 = groupBy(records, ({ md5 }) => md5);
  for (const slot of slots) {
    const { entry } = slot;
    if (slot.arch !== undefined || entry === undefined) continue;
    const own =
      bySha256.get(entry.sha256?.value.toLowerCase() ?? '') ??
      byMd5.get(entry.md5?.value.toLowerCase() ?? '') ??
      [];
    const [arch, ...others] = new Set(
      own.filter((record) => hasDigestOf(slot, record)).map((record) => record.arch),
    );
    if (others.length === 0) slot.arch = arch;
  }
}

/** Whether a slot's entry is for the very file of a record. */
export function hasDigestOf({ entry }: Slot, record: ArtifactRecord): boolean {
  const digests = [
    [entry?.sha256, record.sha256],
    [entry?.md5, record.md5],
  ] as const;
  const there = digests.filter(([own]) => own !== undefined && own.value !== '');
  return there.length > 0 && there.every(([own, other]) => own?.value.toLowerCase() === other);
}

/** Takes retired stacks out of slots; a slot with none left goes. */
export function retireStacks(slots: readonly Slot[], retired: readonly string[]): void {
  for (const slot of slots) {
    if (slot.stacks === undefined) continue;
    const left = slot.stacks.filter((stack) => !retired.includes(stack));
    if (left.length === slot.stacks.length) continue;
    if (left.length === 0) slot.gone = { kind: 'retired', stacks: slot.stacks };
    else slot.stacks = left;
  }
}
