import type { Arch } from '../../architecture.js';
import { groupBy } from '../../group-by.js';
import type { ArtifactRecord } from '../../store/index.js';
import {
  archOfStack,
  type Manifest,
  type Policies,
  type Policy,
  toldArchs,
} from '../model/index.js';
import type { UpdateOptions } from './options.js';
import { settle, type Terms } from './settle.js';
import { slotsOf, type Slot } from './slot.js';
import { sharingOf } from '../edit/index.js';
import { foreignSlots, tracksOf, type Around, type Track } from './track.js';

interface Settled {
  readonly slots: Slot[];
  readonly notes: string[];
}

/** What all names are settled by. */
interface Common {
  readonly policies: Policies;
  readonly around: Around;
  /** Slots that don't go with a retired stack. */
  readonly living: readonly Slot[];
  /** How the file has what several stacks share. */
  readonly sharing: Terms['sharing'];
  /** Slots of the manifest that was released, by name; undefined: nobody named one. */
  readonly released: ReadonlyMap<string, readonly Slot[]> | undefined;
  /** Names that are only ever had in one version. */
  readonly fixed: ReadonlySet<string>;
}

/** Lets the records come in, name by name. Their stacks are called as the manifest calls them. */
export function settleAll(
  manifest: Manifest,
  there: readonly Slot[],
  wanted: readonly ArtifactRecord[],
  { policies, released }: Pick<UpdateOptions, 'policies' | 'released'>,
): Settled {
  const { records, notes } = fittingRecords(manifest, wanted, policies.retiredStacks);
  const living = there.filter(({ gone }) => gone === undefined);
  const common: Common = {
    policies,
    around: {
      told: toldArchs(living),
      coming: new Set(records.map(({ arch }) => arch)),
      wanted: policies.architectures,
    },
    living,
    sharing: sharingOf(living) ?? 'list',
    released: released && groupBy(slotsOf(released), ({ name }) => name),
    fixed: fixedNames(manifest),
  };
  const added: Slot[] = [];
  const slotsByName = groupBy(living, ({ name }) => name);
  const newArchs = new Set<Arch>();
  for (const [name, own] of groupBy(records, (record) => record.manifest.name)) {
    const all = slotsByName.get(name) ?? [];
    supersede(all, own, policies.architectures);
    const slots = all.filter(({ gone }) => gone === undefined);
    const policy = policyOf(policies, name);
    if (policy.keepLatestReleased === true && released === undefined) {
      notes.push(
        `${name}: 'keep-latest-released' keeps nothing: no released manifest was named ` +
          '(--keep-latest-released REF)',
      );
    }
    const { tracks, notes: leftOut } = tracksOf(slots, own, common.around);
    notes.push(...leftOut);
    for (const track of tracks) {
      const settled = settle(track, termsOf(name, slots, track, common));
      notes.push(...settled.notes);
      for (const slot of track.slots) {
        if (slot.record !== undefined || slot.arch === undefined) slot.arch = track.arch;
      }
      const coming = settled.slots.filter(({ entry }) => entry === undefined);
      added.push(...coming);
      const { arch } = track;
      if (coming.length > 0 && arch !== 'every' && isNewBeside(arch, track, slots, common.around))
        newArchs.add(arch);
    }
  }
  const stale = staleNotes(living, policies.architectures);
  return { slots: [...there, ...added], notes: [...notes, ...besideNotes(newArchs), ...stale] };
}

/** The records that the manifest can have. */
function fittingRecords(
  manifest: Manifest,
  wanted: readonly ArtifactRecord[],
  retiredStacks: readonly string[],
): { records: ArtifactRecord[]; notes: string[] } {
  const notes: string[] = [];
  const records = wanted.filter(({ manifest: { name, version }, stack }) => {
    const other = manifest.stack !== undefined && manifest.stack.value !== stack.name;
    const retired = retiredStacks.includes(stack.name);
    if (retired)
      notes.push(`${name} ${version} for ${stack.name} is left out: that stack is retired`);
    else if (other) {
      notes.push(
        `${name} ${version} for ${stack.name} is left out: the manifest is for ${manifest.stack.value} only`,
      );
    }
    return !retired && !other;
  });
  return { records, notes };
}

function policyOf({ dependencies }: Policies, name: string): Policy {
  return Object.hasOwn(dependencies, name) ? (dependencies[name] ?? {}) : {};
}

function termsOf(
  name: string,
  slots: readonly Slot[],
  { arch, slots: fitting }: Track,
  { policies, living, sharing, released, fixed }: Common,
): Terms {
  const policy = policyOf(policies, name);
  const releasedHere = (released?.get(name) ?? []).filter((slot) => (slot.arch ?? arch) === arch);
  return {
    arch,
    sayArch: slots.length > fitting.length,
    policy: { ...policy, keepLatestReleased: policy.keepLatestReleased ?? released !== undefined },
    // Of a dependency that is only ever had in one version, a newer one takes the older's place.
    line: policy.line ?? (fixed.has(name) ? 'any' : 'minor'),
    sharing: sharingOf(slots) ?? sharing,
    stacks: namesStacks(slots.length > 0 ? slots : living) ? 'named' : 'none',
    released: [...new Set(releasedHere.map(({ version }) => version))],
  };
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

/** Whether a track brings an architecture of which the manifest had nothing so far, told by file names alone. */
function isNewBeside(
  arch: Arch,
  { slots, records }: Track,
  all: readonly Slot[],
  { told, wanted }: Around,
): boolean {
  if (wanted !== undefined || told.has(arch)) return false;
  const byStack = records.every(({ stack }) => archOfStack(stack.name) !== undefined);
  return slots.length === 0 && all.length > 0 && !byStack;
}

function besideNotes(archs: ReadonlySet<Arch>): string[] {
  return [...archs].map(
    (arch) =>
      `the manifest gets its first entries for ${arch}, beside those that it has: if it is to be for some ` +
      "architectures only, name them under 'architectures' in binary-builder.yml",
  );
}

/**
 * Lets slots go that are for an architecture that the manifest is not to have, when they are there for the
 * first of those that it is to have too, and records for that come.
 */
function supersede(
  slots: readonly Slot[],
  records: readonly ArtifactRecord[],
  wanted: readonly Arch[] | undefined,
): void {
  const [by] = wanted ?? [];
  if (by === undefined || !records.some(({ arch }) => arch === by)) return;
  for (const slot of foreignSlots(slots, wanted)) {
    const others = slots.filter(
      ({ version, arch }) => version === slot.version && (arch ?? by) === by,
    );
    if (others.length === 0) continue;
    const all = others.some(({ stacks }) => stacks === undefined);
    const left = slot.stacks?.filter(
      (stack) => !all && !others.some(({ stacks }) => stacks?.includes(stack)),
    );
    if (left === undefined || left.length === 0) {
      slot.gone = { kind: 'superseded', by };
    } else slot.stacks = left;
  }
}

/** Tells what a manifest has for other architectures than it is to have, when no record took its place. */
function staleNotes(living: readonly Slot[], wanted: readonly Arch[] | undefined): string[] {
  return foreignSlots(living, wanted)
    .filter(({ record, gone }) => record === undefined && gone === undefined)
    .map(
      ({ name, version, arch }) =>
        `${name} ${version} is still for ${arch ?? ''}: the manifest is to be for ${(wanted ?? []).join(', ')}, ` +
        'and there is no record to take its place',
    );
}
