import type { Arch } from '../../architecture.js';
import { groupBy } from '../../group-by.js';
import { covered } from './deprecation.js';
import { compareVersions, isMeant } from '../../version/index.js';
import type { Manifest, ManifestEntry } from './manifest.js';
import { archOf, stacksOf } from './meant-for.js';

/** One entry of a manifest, as a list shows it; what it doesn't have is undefined. */
export interface ManifestRow {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly stacks: readonly string[];
  /** As far as the file's name tells, or else those of its stacks. */
  readonly arch: Arch | undefined;
  readonly md5: string | undefined;
  readonly sha256: string | undefined;
  /** Until when its version is supported (ISO 8601, as written). */
  readonly deprecation: string | undefined;
  /** Whether a default version means it; of those that one means, it is the newest. */
  readonly isDefault: boolean;
}

/** A manifest's entries, in its order. */
export function listManifest(manifest: Manifest): ManifestRow[] {
  const versions = groupBy(manifest.entries, ({ name }) => name?.value);
  const versionsOf = (name: string | undefined) => [
    ...new Set((versions.get(name ?? '') ?? []).flatMap(({ version }) => version?.value ?? [])),
  ];
  const defaults = defaultsOf(manifest, versionsOf);
  const dates = datesOf(manifest, versionsOf);
  return manifest.entries.map((entry) => ({
    name: entry.name?.value,
    version: entry.version?.value,
    stacks: stacksOf(manifest, entry),
    arch: archOf(manifest, entry),
    md5: entry.md5?.value,
    sha256: entry.sha256?.value,
    deprecation: dates.get(keyOf(entry)),
    isDefault: defaults.has(keyOf(entry)),
  }));
}

type VersionsOf = (name: string | undefined) => string[];

function defaultsOf({ defaults }: Manifest, versionsOf: VersionsOf): Set<string> {
  const meant = defaults.flatMap(({ name, version }) => {
    const newest = versionsOf(name?.value)
      .filter((one) => version !== undefined && isMeant(one, version.value))
      .toSorted(compareVersions)
      .at(-1);
    return newest === undefined ? [] : [key(name?.value, newest)];
  });
  return new Set(meant);
}

/** Of several dates that are for a version, the first one counts. */
function datesOf({ deprecations }: Manifest, versionsOf: VersionsOf): Map<string, string> {
  const dates = new Map<string, string>();
  for (const deprecation of deprecations) {
    const { name, date } = deprecation;
    if (date === undefined) continue;
    for (const version of covered(deprecation, versionsOf(name?.value))) {
      const its = key(name?.value, version);
      const earlier = dates.get(its);
      if (earlier === undefined || date.value < earlier) dates.set(its, date.value);
    }
  }
  return dates;
}

function keyOf({ name, version }: ManifestEntry): string {
  return key(name?.value, version?.value ?? '');
}

function key(name: string | undefined, version: string): string {
  return JSON.stringify([name ?? '', version]);
}
