import { groupBy } from '../../../group-by.js';
import { forStacks } from './decisions.js';
import { isThere, type PlannedEntry, remaining } from './plan/planned-entry.js';
import { type EntryArch, type Manifest, toldArchs, toldStacks } from '../../model/index.js';

/** The versions that each name has. */
export type Versions = ReadonlyMap<string, ReadonlySet<string>>;

/** How the versions were, and how they will be. */
export interface VersionChange {
  readonly before: Versions;
  readonly after: Versions;
  /** The same for each stack and architecture, where there are several. */
  readonly byPlace: readonly PlaceVersions[];
}

/** The versions of one stack and architecture. */
interface PlaceVersions {
  /** In words, with a space before: ` for cflinuxfs4 (s390x)`. */
  readonly forWhat: string;
  readonly before: Versions;
  readonly after: Versions;
}

/** An entry as it was or will be. */
interface Placed {
  readonly name: string;
  readonly version: string;
  readonly stacks: readonly string[] | undefined;
  readonly arch: EntryArch | undefined;
}

/**
 * How the versions of a plan were and will be. Entries that don't tell their stacks or their architecture
 * are counted for all of them.
 */
export function versionChange(manifest: Manifest, planned: readonly PlannedEntry[]): VersionChange {
  const after: Placed[] = remaining(planned);
  const before = planned
    .filter(isThere)
    .map(({ name, version, entry, archBefore, arch }): Placed => ({
      name,
      version,
      stacks: toldStacks(manifest, entry),
      arch: archBefore ?? arch,
    }));
  return {
    before: versionsOf(before),
    after: versionsOf(after),
    byPlace: placesOf(after).map((place) => ({
      forWhat: forStacks({
        stacks: place.stack === undefined ? [] : [place.stack],
        arch: place.arch,
      }),
      before: versionsOf(before.filter((one) => isFor(one, place))),
      after: versionsOf(after.filter((one) => isFor(one, place))),
    })),
  };
}

/** A stack and an architecture; undefined where there is only one. */
interface Place {
  readonly stack: string | undefined;
  readonly arch: EntryArch | undefined;
}

/** The places that entries are for; none if that is one. */
function placesOf(entries: readonly Placed[]): Place[] {
  const stacks = several(new Set(entries.flatMap((one) => one.stacks ?? [])));
  const archs = several(toldArchs(entries));
  const places = stacks.flatMap((stack) => archs.map((arch) => ({ stack, arch })));
  return places.length === 1 ? [] : places;
}

function several<T>(values: ReadonlySet<T>): (T | undefined)[] {
  return values.size < 2 ? [undefined] : [...values];
}

function isFor({ stacks, arch }: Placed, place: Place): boolean {
  return (
    (place.stack === undefined || (stacks?.includes(place.stack) ?? true)) &&
    (place.arch === undefined || arch === undefined || arch === 'every' || arch === place.arch)
  );
}

function versionsOf(entries: readonly Placed[]): Versions {
  const groups = groupBy(entries, ({ name }) => name);
  return new Map(
    [...groups].map(([name, own]) => [name, new Set(own.map(({ version }) => version))]),
  );
}
