import type { ArtifactRecord } from '../store/index.js';
import { inWords, type ChangeDetails } from './change.js';
import { groupBy } from '../group-by.js';
import { joinEdits, type Edit } from './edit.js';
import { editEntries, type NewEntry } from './entries-edit.js';
import { editEntry } from './entry-edit.js';
import { EntryWriter } from './entry-text.js';
import { followDefaults, followDeprecations, followMappings, type Versions } from './follow.js';
import { refuseShared } from './guard.js';
import type { Manifest } from './manifest.js';
import type { Update, UpdateOptions } from './options.js';
import { readManifest } from './read.js';
import { Places } from './place.js';
import { settle, type Terms } from './settle.js';
import { retireStacks, slotsOf, type Slot } from './slot.js';
import { applySplices } from './splice.js';
import { sharingOf, styleOf } from './style.js';
import { archOfSlot, tracksOf } from './track.js';
import { unfilledNotes } from './unfilled.js';
import { valuesOf } from './values.js';
import { wantedRecords } from './wanted.js';

/**
 * Brings a manifest to what was built. Lines that it doesn't concern keep every byte, and a second
 * update by the same records and options changes nothing.
 *
 * A record of a version and stack that an entry has replaces its digests, address and source. One
 * for another stack joins an entry for the same file where the manifest lists stacks, or gets its
 * own. One that is newer than all of its line comes, and the line's older ones go, but for the
 * newest `keep`, pinned and released ones, and what is the newest for its stack. An older one is
 * left out with a note.
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
  retireStacks(there, policies.retiredStacks);
  const { slots, notes } = settleAll(manifest, there, wanted, options);
  const style = styleOf(manifest);
  const left = slots.filter((slot) => slot.gone === undefined);
  const move = { manifest, style, before, after: versionsOf(left) };

  const edits: Edit[] = [];
  const changes: ChangeDetails[] = [];
  const partings = groupBy(
    left.filter(({ origin }) => origin === 'apart'),
    ({ name, version }) => `${name}@${version}`,
  );
  for (const slot of slots) {
    const parted = partings.get(`${slot.name}@${slot.version}`) ?? [];
    const apart = new Set(parted.flatMap(({ stacks = [] }) => stacks));
    const { edit, changes: own } = editEntry(
      manifest,
      style,
      slot,
      policies.digest,
      apart,
      options.uriOf,
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
    const values = valuesOf(slot.record, stacks, options.uriOf(slot.record));
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
    notes.push(...unfilledNotes(manifest, places, coming));
  }
  for (const followed of [
    followDefaults(move, options.defaults),
    followMappings(move),
    followDeprecations(move),
  ]) {
    edits.push(followed.edit);
    changes.push(...followed.changes);
  }
  const edit = joinEdits(edits);
  refuseShared(manifest, edit);
  return { text: applySplices(manifest.text, edit.splices), changes: changes.map(inWords), notes };
}

/** Lets the records come in, name by name. */
function settleAll(
  manifest: Manifest,
  there: readonly Slot[],
  wanted: readonly ArtifactRecord[],
  { policies, released }: UpdateOptions,
): { slots: Slot[]; notes: string[] } {
  const notes: string[] = [];
  const records = wanted.filter(({ manifest: { name, version }, stack }) => {
    const other = manifest.stack !== undefined && manifest.stack.value !== stack.name;
    const retired = policies.retiredStacks.includes(stack.name);
    if (retired)
      notes.push(`${name} ${version} for ${stack.name} is left out: that stack is retired`);
    else if (other) {
      notes.push(
        `${name} ${version} for ${stack.name} is left out: the manifest is for ${manifest.stack.value} only`,
      );
    }
    return !retired && !other;
  });
  const living = there.filter(({ gone }) => gone === undefined);
  const everywhere = {
    records: new Set(records.map(({ arch }) => arch)),
    slots: new Set(living.map(archOfSlot)),
  };
  if (living.length === 0) everywhere.slots.add('x64');
  const fileSharing = sharingOf(living) ?? 'list';
  const slotsByName = groupBy(living, ({ name }) => name);
  const releasedVersions = versionsOf(released === undefined ? [] : slotsOf(released));
  const fixed = fixedNames(manifest);
  const added: Slot[] = [];
  for (const [name, own] of groupBy(records, (record) => record.manifest.name)) {
    const slots = slotsByName.get(name) ?? [];
    const policy = Object.hasOwn(policies.dependencies, name)
      ? (policies.dependencies[name] ?? {})
      : {};
    if (policy.keepLatestReleased === true && released === undefined) {
      notes.push(
        `${name}: 'keep-latest-released' keeps nothing: no released manifest was named ` +
          '(--keep-latest-released REF)',
      );
    }
    const terms: Terms = {
      policy: {
        ...policy,
        keepLatestReleased: policy.keepLatestReleased ?? released !== undefined,
      },
      // Of a dependency that is only ever had in one version, a newer one takes the older's place.
      line: policy.line ?? (fixed.has(name) ? 'any' : 'minor'),
      sharing: sharingOf(slots) ?? fileSharing,
      stacks: namesStacks(slots.length > 0 ? slots : living) ? 'named' : 'none',
      released: [...(releasedVersions.get(name) ?? [])],
    };
    const { tracks, notes: leftOut } = tracksOf(slots, own, everywhere);
    notes.push(...leftOut);
    for (const track of tracks) {
      const settled = settle(track, terms);
      notes.push(...settled.notes);
      added.push(...settled.slots.filter(({ entry }) => entry === undefined));
    }
  }
  return { slots: [...there, ...added], notes };
}

/** The names that `url_to_dependency_map` has in one version only, whatever the address says. */
function fixedNames({ urlMap }: Manifest): ReadonlySet<string> {
  const byName = groupBy(urlMap, ({ name }) => name?.value ?? '');
  return new Set(
    [...byName].flatMap(([name, mappings]) => {
      const [version, ...others] = new Set(mappings.map((mapping) => mapping.version?.value));
      return version === undefined || version.includes('$') || others.length > 0 ? [] : name;
    }),
  );
}

/** Whether it is said which stacks entries are for, by themselves or by a packaged buildpack. */
function namesStacks(slots: readonly Slot[]): boolean {
  return slots.length === 0 || slots.some(({ stacks }) => stacks !== undefined);
}

function versionsOf(slots: readonly Slot[]): Versions {
  const groups = groupBy(slots, ({ name }) => name);
  return new Map(
    [...groups].map(([name, own]) => [name, new Set(own.map(({ version }) => version))]),
  );
}
