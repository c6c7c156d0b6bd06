import { ARCH_NAMES, type Arch } from '../../architecture.js';
import type { ArtifactRecord } from '../../store/index.js';
import { type EntryArch, isForEveryArch, toldArchs } from '../model/index.js';
import type { Slot } from './slot.js';

/** What a file is for whose name doesn't say: so it was before there were others. */
const UNSAID: Arch = 'x64';

/** The slots and records of one name that concern each other. */
export interface Track {
  readonly arch: EntryArch;
  readonly slots: readonly Slot[];
  readonly records: readonly ArtifactRecord[];
}

/** What is known of architectures beside the slots and records of one name. */
export interface Around {
  /** Those that the manifest's entries tell. */
  readonly told: ReadonlySet<Arch>;
  /** Those that all records of the update are for. */
  readonly coming: ReadonlySet<Arch>;
  /** Those that the manifest is to have, if somebody said so. */
  readonly wanted: readonly Arch[] | undefined;
}

interface Tracks {
  readonly tracks: Track[];
  readonly notes: string[];
}

/**
 * Parts what is known of one name by architecture, so that no entry ever becomes one for another
 * architecture, unless it is said that the manifest is not for that. Records of an architecture that
 * the name has no entry for get entries beside the others. Where nothing says what an entry is for,
 * and it may be for another than x64, records are left out with a note.
 */
export function tracksOf(
  slots: readonly Slot[],
  records: readonly ArtifactRecord[],
  around: Around,
): Tracks {
  const tracks: Track[] = [];
  const notes: string[] = [];
  const unsaid = around.wanted?.[0] ?? unsaidOf(slots, around);
  const foreign = new Set(foreignSlots(slots, around.wanted));
  for (const { arch, own } of groupsOf(slots, records, around)) {
    const those = slots.filter((slot) => (slot.arch ?? unsaid) === arch);
    const first = arch === around.wanted?.[0];
    const fitting = first
      ? slots.filter((slot) => those.includes(slot) || foreign.has(slot))
      : those;
    const silent = slots.find((slot) => slot.arch === undefined);
    const leaveOut = (why: string) =>
      notes.push(
        ...own.map(
          ({ manifest: { name, version }, file }) =>
            `${name} ${version} for ${arch} is left out: ${why} (${file})`,
        ),
      );
    if (around.wanted !== undefined && arch !== 'every' && !around.wanted.includes(arch)) {
      leaveOut(`the manifest is to be for ${around.wanted.join(', ')}`);
    } else if (fitting.length > 0) {
      tracks.push({ arch, slots: fitting, records: own });
    } else if (silent !== undefined && unsaid === undefined) {
      leaveOut(
        `nothing tells which architecture ${silent.name} ${silent.version} in the manifest is for, ` +
          "say it with 'architectures' in binary-builder.yml",
      );
    } else if (arch !== 'every' && slots.length > 0 && slots.every(isForAll)) {
      const archs = new Set(records.map((record) => record.arch));
      const others = around.wanted?.some((one) => one !== arch) ?? hasOthers(around.told, arch);
      if (archs.size > 1 || others) {
        leaveOut('its entry is for every architecture');
      } else tracks.push({ arch, slots, records: own });
    } else {
      tracks.push({ arch, slots: [], records: own });
    }
  }
  return { tracks, notes };
}

/** What slots that don't say theirs are for; undefined when that can't be told. */
function unsaidOf(slots: readonly Slot[], { told, coming }: Around): Arch | undefined {
  const others = toldArchs(slots);
  if (others.size > 0) return UNSAID;
  if (told.size === 0) return coming.has(UNSAID) ? UNSAID : undefined;
  return hasOthers(told, UNSAID) ? undefined : UNSAID;
}

function hasOthers(archs: ReadonlySet<Arch>, arch: Arch): boolean {
  return [...archs].some((other) => other !== arch);
}

function isForAll(slot: Slot): boolean {
  return slot.arch === 'every';
}

/** The slots of architectures that the manifest is not to have. */
export function foreignSlots(slots: readonly Slot[], wanted: readonly Arch[] | undefined): Slot[] {
  return slots.filter(
    ({ arch }) =>
      arch !== undefined && arch !== 'every' && wanted !== undefined && !wanted.includes(arch),
  );
}

/** Records by what they are for, in the order in which messages list architectures. */
function groupsOf(
  slots: readonly Slot[],
  records: readonly ArtifactRecord[],
  { wanted }: Around,
): { arch: EntryArch; own: readonly ArtifactRecord[] }[] {
  const everywhere = slots.length === 0 || slots.some(isForAll);
  const forEvery = records.filter(({ file }) => everywhere && isForEveryArch(file));
  const order: readonly Arch[] = [...new Set([...(wanted ?? []), ...ARCH_NAMES])];
  return [
    { arch: 'every' as const, own: firstsOf(forEvery, order) },
    ...order.map((arch) => ({
      arch,
      own: records.filter((record) => record.arch === arch && !forEvery.includes(record)),
    })),
  ].filter(({ own }) => own.length > 0);
}

/** Of files for every architecture that were made on several, the first of each version and stack. */
function firstsOf(records: readonly ArtifactRecord[], order: readonly Arch[]): ArtifactRecord[] {
  const firsts = new Map<string, ArtifactRecord>();
  for (const record of records.toSorted((a, b) => order.indexOf(a.arch) - order.indexOf(b.arch))) {
    const place = JSON.stringify([record.manifest.version, record.stack.name]);
    if (!firsts.has(place)) firsts.set(place, record);
  }
  return [...firsts.values()];
}
