import type { ArtifactRecord } from '../store/index.js';
import type { RemovalReason } from './change.js';
import type { Manifest, ManifestEntry } from './manifest.js';

/** An entry as it will be: there already, or to come. */
export interface Slot {
  readonly name: string;
  readonly version: string;
  /** Undefined for one that is to come. */
  readonly entry: ManifestEntry | undefined;
  /** Why it comes; undefined for one that is there. */
  readonly origin: 'new' | 'apart' | undefined;
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
    return [
      {
        name: entry.name.value,
        version: entry.version.value,
        entry,
        origin: undefined,
        stacks: stacksOf(manifest, entry),
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
