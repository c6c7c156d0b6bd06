import { versionDifferences, type Cell } from './diff-versions.js';
import type { ManifestDifference } from './difference.js';
import {
  archOf,
  type Located,
  type Manifest,
  type ManifestEntry,
  stacksOf,
} from '../model/index.js';

/**
 * What changed from one manifest to another, by what it means: order, comments and style don't
 * count, and neither does whether stacks share an entry. Sorted by name, as the manifests have them.
 */
export function diffManifests(before: Manifest, after: Manifest): ManifestDifference[] {
  const [old, now] = [cellsOf(before), cellsOf(after)];
  const [oldDefaults, nowDefaults] = [defaultsOf(before), defaultsOf(after)];
  const [oldDates, nowDates] = [datesOf(before), datesOf(after)];
  const names = new Set(
    [old, now, oldDefaults, nowDefaults, oldDates, nowDates].flatMap((table) => [...table.keys()]),
  );
  return [...names].flatMap((name) => [
    ...versionDifferences(name, old.get(name) ?? new Map(), now.get(name) ?? new Map()),
    ...defaultDifferences(name, oldDefaults.get(name) ?? [], nowDefaults.get(name) ?? []),
    ...dateDifferences(name, oldDates.get(name) ?? new Map(), nowDates.get(name) ?? new Map()),
  ]);
}

function defaultDifferences(
  name: string,
  before: readonly string[],
  after: readonly string[],
): ManifestDifference[] {
  return before.join('\n') === after.join('\n') ? [] : [{ kind: 'default', name, before, after }];
}

function dateDifferences(
  name: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ManifestDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((line) => ({ line, before: before.get(line), after: after.get(line) }))
    .filter((dates) => dates.before !== dates.after)
    .map((dates) => ({ kind: 'deprecation', name, ...dates }));
}

function cellsOf(manifest: Manifest): Map<string, Map<string, Cell[]>> {
  const cells = new Map<string, Map<string, Cell[]>>();
  for (const entry of manifest.entries) {
    const versions = within(cells, textOf(entry.name), () => new Map<string, Cell[]>());
    within(versions, textOf(entry.version), () => []).push(...cellsIn(manifest, entry));
  }
  return cells;
}

function cellsIn(manifest: Manifest, entry: ManifestEntry): Cell[] {
  const stacks = stacksOf(manifest, entry);
  return (stacks.length === 0 ? [''] : stacks).map((stack) => ({
    stack,
    arch: archOf(manifest, entry),
    uri: textOf(entry.uri),
    md5: entry.md5?.value.toLowerCase(),
    sha256: entry.sha256?.value.toLowerCase(),
    source: entry.source?.value,
    sourceSha256: entry.sourceSha256?.value.toLowerCase(),
  }));
}

function defaultsOf(manifest: Manifest): Map<string, string[]> {
  const defaults = new Map<string, string[]>();
  for (const { name, version } of manifest.defaults) {
    within(defaults, textOf(name), () => []).push(textOf(version));
  }
  return defaults;
}

function datesOf(manifest: Manifest): Map<string, Map<string, string>> {
  const dates = new Map<string, Map<string, string>>();
  for (const { name, versionLine, date } of manifest.deprecations) {
    within(dates, textOf(name), () => new Map<string, string>()).set(
      textOf(versionLine),
      textOf(date),
    );
  }
  return dates;
}

/** The value of a key, made when there is none. */
function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function textOf(located: Located<string> | undefined): string {
  return located?.value ?? '';
}
