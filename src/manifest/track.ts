import type { Arch } from '../architecture.js';
import type { ArtifactRecord } from '../store/index.js';
import { archOfUri } from './arch-of-uri.js';
import type { Slot } from './slot.js';

/** What a file is for whose name doesn't say: so it was before there were others. */
const UNSAID: Arch = 'x64';

/** The records and slots of one name that concern each other. */
export interface Track {
  readonly slots: readonly Slot[];
  readonly records: readonly ArtifactRecord[];
}

/**
 * Parts what is known of one name by architecture, since entries don't say theirs: only the file
 * name in their uri may. If all records there are are for one architecture, it takes the place of
 * whatever the manifest was for.
 */
export function tracksOf(
  slots: readonly Slot[],
  records: readonly ArtifactRecord[],
  everywhere: { records: ReadonlySet<Arch>; slots: ReadonlySet<Arch> },
): { tracks: Track[]; notes: string[] } {
  const tracks: Track[] = [];
  const notes: string[] = [];
  const slotArchs = new Set(slots.map(archOfSlot));
  for (const arch of new Set(records.map((record) => record.arch))) {
    const own = records.filter((record) => record.arch === arch);
    const fitting = slots.filter((slot) => archOfSlot(slot) === arch);
    const alone = everywhere.records.size === 1 && slotArchs.size <= 1;
    const expected = slots.length === 0 && everywhere.slots.has(arch);
    if (fitting.length > 0 || expected) tracks.push({ slots: fitting, records: own });
    else if (alone) tracks.push({ slots, records: own });
    else {
      notes.push(
        ...own.map(
          ({ manifest: { name, version }, file }) =>
            `${name} ${version} for ${arch} is left out: the manifest has ${name} for ` +
            `${[...(slots.length === 0 ? everywhere.slots : slotArchs)].sort().join(', ')} only (${file})`,
        ),
      );
    }
  }
  return { tracks, notes };
}

/** The architecture of an entry, by its uri. */
export function archOfSlot({ entry }: Slot): Arch {
  return (entry?.uri === undefined ? undefined : archOfUri(entry.uri.value)) ?? UNSAID;
}
