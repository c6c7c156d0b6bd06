import { groupBy } from '../../../group-by.js';
import type { Arch } from '../../../architecture.js';
import type { PlannedEntry } from './planned-entry.js';
import { type EntryArch, toldArchs } from '../../model/index.js';

/** The versions that each name has. */
export type Versions = ReadonlyMap<string, ReadonlySet<string>>;

/** How the versions were, and how they will be. */
export interface VersionChange {
  readonly before: Versions;
  readonly after: Versions;
  /** The same for each architecture, if there are several. */
  readonly byArch: readonly ArchVersions[];
}

/** The versions of one architecture. */
interface ArchVersions {
  readonly arch: Arch;
  readonly before: Versions;
  readonly after: Versions;
}

/**
 * How the versions of a plan were and will be. Entries that don't tell their architecture are counted for
 * all of them.
 */
export function versionChange(planned: readonly PlannedEntry[]): VersionChange {
  const before = planned.filter(({ entry }) => entry !== undefined);
  const after = planned.filter(({ gone }) => gone === undefined);
  const isFor = (arch: Arch, own: EntryArch | undefined) =>
    own === undefined || own === 'every' || own === arch;
  const archs = toldArchs(after);
  return {
    before: versionsOf(before),
    after: versionsOf(after),
    byArch: [...(archs.size < 2 ? [] : archs)].map((arch) => ({
      arch,
      before: versionsOf(before.filter((one) => isFor(arch, one.archBefore ?? one.arch))),
      after: versionsOf(after.filter((one) => isFor(arch, one.arch))),
    })),
  };
}

function versionsOf(entries: readonly PlannedEntry[]): Versions {
  const groups = groupBy(entries, ({ name }) => name);
  return new Map(
    [...groups].map(([name, own]) => [name, new Set(own.map(({ version }) => version))]),
  );
}
