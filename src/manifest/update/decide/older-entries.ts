import { compareVersions } from '../../../version/index.js';
import type { RemovalReason } from './decisions.js';
import { type PlannedEntry, remaining } from './planned-entry.js';

/**
 * The older entries of one line, which go. An entry goes when, for each of its stacks, there are `keep`
 * newer versions: what is the newest that a stack has is not taken from it.
 *
 * @param stays versions that stay in any case
 */
export function olderEntries(
  entries: readonly PlannedEntry[],
  keep: number,
  stays: ReadonlySet<string>,
): Map<PlannedEntry, RemovalReason> {
  const older = new Map<PlannedEntry, RemovalReason>();
  const newestFirst = remaining(entries).sort((a, b) => compareVersions(b.version, a.version));
  const seen = new Map<string, string[]>();
  for (const entry of newestFirst) {
    const stacks = entry.stacks ?? [''];
    const newer = stacks.map((stack) =>
      (seen.get(stack) ?? []).filter((version) => compareVersions(version, entry.version) > 0),
    );
    const newest = newer.flat().sort(compareVersions).at(-1);
    if (
      newest !== undefined &&
      newer.every((versions) => versions.length >= keep) &&
      !stays.has(entry.version)
    ) {
      older.set(entry, { kind: 'older', than: newest });
    }
    for (const stack of stacks) {
      const versions = seen.get(stack) ?? [];
      // No more than `keep` are asked for, and one besides that may be the entry's own version.
      if (versions.length <= keep && versions.at(-1) !== entry.version) {
        seen.set(stack, [...versions, entry.version]);
      }
    }
  }
  return older;
}
