import type { ArtifactRecord } from '../../store/index.js';
import { inWords, type ChangeDetails } from './change.js';
import { groupBy } from '../../group-by.js';
import {
  applySplices,
  type Edit,
  editEntries,
  editEntry,
  EntryWriter,
  joinEdits,
  type NewEntry,
  Places,
  refuseShared,
  styleOf,
  valuesOf,
} from '../edit/index.js';
import { versionsByArch, versionsOf } from './arch-versions.js';
import { followDefaults, followDeprecations, followMappings } from './follow.js';
import { type EntryArch, type Manifest, readManifest, stackNamesFor } from '../model/index.js';
import type { Update, UpdateOptions } from './options.js';
import { settleAll } from './settle-all.js';
import { refuseUntold } from './refuse-untold.js';
import { recogniseFiles, retireStacks, slotsOf, type Slot } from './slot.js';
import { unfilledNotes } from './unfilled.js';
import { wantedRecords } from './wanted.js';

/**
 * Brings a manifest to what was built. Lines that it doesn't concern keep every byte, and a second
 * update by the same records and options changes nothing.
 *
 * A record of a version and stack that an entry has replaces its digests, address and source. One
 * for another stack joins an entry for the same file where the manifest lists stacks, or gets its
 * own. One that is newer than all of its line comes, and the line's older ones go, but for the
 * newest `keep`, pinned and released ones, and what is the newest for its stack. An older one is
 * left out with a note. All of this within the entries of one architecture: see `tracksOf`.
 *
 * An entry that goes takes with it the comment lines directly above it, but none that a blank line
 * parts from it.
 *
 * @throws BuilderError USAGE when there is no record of what is wanted; DEFAULT_MISSING when a
 * default would match nothing; MANIFEST_INVALID when an edit can't be made safely, since it would
 * change what aliases repeat elsewhere
 */
export function updateManifest(
  manifest: Manifest,
  records: readonly ArtifactRecord[],
  options: UpdateOptions,
): Update {
  if (manifest.text.endsWith('\n')) return updateLines(manifest, records, options);
  // Every line ends in one way for all that is below; what wasn't there goes again.
  const end = styleOf(manifest).lineEnd;
  const whole = readManifest(manifest.path, manifest.text + end);
  const { text, ...told } = updateLines(whole, records, options);
  return { text: text.endsWith(end) ? text.slice(0, -end.length) : text, ...told };
}

function updateLines(
  manifest: Manifest,
  records: readonly ArtifactRecord[],
  options: UpdateOptions,
): Update {
  const { policies } = options;
  const there = slotsOf(manifest);
  const before = versionsOf(there);
  const wanted = wantedRecords(records, options.wanted, new Set(before.keys()));
  const { renamed, uriOf } = inStacksOf(manifest, wanted, options);
  recogniseFiles(there, records);
  const told = new Map(there.map((slot) => [slot, slot.arch]));
  retireStacks(there, policies.retiredStacks);
  const { slots, notes } = settleAll(manifest, there, renamed, options);
  const style = styleOf(manifest);
  const left = slots.filter((slot) => slot.gone === undefined);
  refuseUntold(left, policies.architectures, uriOf);
  const ofThere = new Map(there.map((slot) => [slot, told.get(slot) ?? slot.arch]));
  const byArch = versionsByArch(ofThere, left);
  const move = { manifest, style, before, after: versionsOf(left), byArch };

  const edits: Edit[] = [];
  const changes: ChangeDetails[] = [];
  const partings = groupBy(
    left.filter(({ origin }) => origin === 'apart'),
    placeOf,
  );
  const several = namesOfSeveral(slots, told);
  for (const slot of slots) {
    const parted = partings.get(placeOf(slot)) ?? [];
    const apart = new Set(parted.flatMap(({ stacks = [] }) => stacks));
    const { edit, changes: own } = editEntry(
      manifest,
      style,
      slot,
      policies.digest,
      { apart, arch: several.has(slot.name) ? slot.arch : undefined },
      uriOf,
    );
    edits.push(edit);
    changes.push(...own);
  }
  const gone = new Set(slots.flatMap(({ entry, gone }) => (gone && entry ? [entry] : [])));
  const writer = new EntryWriter(manifest, style, policies.digest);
  const coming = left.flatMap((slot): NewEntry[] => {
    if (slot.entry !== undefined || slot.record === undefined) return [];
    // Those of a packaged buildpack are for its stack, and don't say so.
    const stacks = manifest.stack === undefined ? slot.stacks : undefined;
    const values = valuesOf(slot.record, stacks, uriOf(slot.record));
    return [
      {
        ...slot,
        block: (model) => writer.block(values, model),
        flow: (model) => writer.flow(values, model),
      },
    ];
  });
  if (gone.size > 0 || coming.length > 0) {
    const places = new Places(manifest, (entry) => gone.has(entry));
    edits.push(editEntries(manifest, style, places, gone, coming));
    notes.push(...unfilledNotes(manifest, places, coming, several));
  }
  const mappings = followMappings(move);
  notes.push(...mappings.notes);
  for (const followed of [
    followDefaults(move, options.defaults),
    mappings,
    followDeprecations(move),
  ]) {
    edits.push(followed.edit);
    changes.push(...followed.changes);
  }
  const edit = joinEdits(edits);
  refuseShared(manifest, edit);
  return { text: applySplices(manifest.text, edit.splices), changes: changes.map(inWords), notes };
}

/** The records with the stacks under the names that the manifest has for them, and their addresses. */
function inStacksOf(
  manifest: Manifest,
  records: readonly ArtifactRecord[],
  { uriOf }: UpdateOptions,
): { renamed: ArtifactRecord[]; uriOf: UpdateOptions['uriOf'] } {
  const nameFor = stackNamesFor(manifest);
  const originals = new Map<ArtifactRecord, ArtifactRecord>();
  const renamed = records.map((record) => {
    const name = nameFor(record);
    if (name === record.stack.name) return record;
    const other = { ...record, stack: { ...record.stack, name } };
    originals.set(other, record);
    return other;
  });
  return { renamed, uriOf: (record) => uriOf(originals.get(record) ?? record) };
}

function placeOf({ name, version, arch }: Slot): string {
  return JSON.stringify([name, version, arch]);
}

/** The names that have, or had, entries for several architectures. */
function namesOfSeveral(
  slots: readonly Slot[],
  told: ReadonlyMap<Slot, EntryArch | undefined>,
): ReadonlySet<string> {
  const byName = groupBy(slots, ({ name }) => name);
  return new Set(
    [...byName].flatMap(([name, own]) => {
      const archs = new Set(own.flatMap((slot) => [slot.arch, told.get(slot) ?? slot.arch]));
      return archs.size > 1 ? name : [];
    }),
  );
}
