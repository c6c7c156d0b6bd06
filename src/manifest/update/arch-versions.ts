import { groupBy } from '../../group-by.js';
import type { Arch } from '../../architecture.js';
import type { Slot } from './slot.js';
import { toldArchs, type EntryArch } from '../model/index.js';

/** The versions that each name has. */
export type Versions = ReadonlyMap<string, ReadonlySet<string>>;

/** The versions of one architecture, how they were, and how they will be. */
export interface ArchVersions {
  readonly arch: Arch;
  readonly before: Versions;
  readonly after: Versions;
}

export function versionsOf(slots: readonly Slot[]): Versions {
  const groups = groupBy(slots, ({ name }) => name);
  return new Map(
    [...groups].map(([name, own]) => [name, new Set(own.map(({ version }) => version))]),
  );
}

/**
 * The versions by architecture, those of entries that don't tell theirs in all of them; none when
 * there are not several architectures.
 *
 * @param before the slots that there were, and what they were for
 */
export function versionsByArch(
  before: ReadonlyMap<Slot, EntryArch | undefined>,
  after: readonly Slot[],
): ArchVersions[] {
  const archs = toldArchs(after);
  if (archs.size < 2) return [];
  const isFor = (arch: Arch, own: EntryArch | undefined) =>
    own === undefined || own === 'every' || own === arch;
  return [...archs].map((arch) => ({
    arch,
    before: versionsOf([...before].flatMap(([slot, own]) => (isFor(arch, own) ? slot : []))),
    after: versionsOf(after.filter((slot) => isFor(arch, slot.arch))),
  }));
}
