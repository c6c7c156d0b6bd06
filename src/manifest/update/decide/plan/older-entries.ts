import { compareVersions } from '../../../../version/index.js';
import type { Outdated } from '../decisions.js';
import { type PlannedEntry, remaining } from './planned-entry.js';

/** By what the older entries of one line go. */
interface Clearing {
  /** So many newer versions leave none beside them. */
  readonly keep: number;
  /** The stacks that something came to, `''` where entries name none: what others have stays. */
  readonly stacks: ReadonlySet<string>;
  /** Whether a version stays for a stack in any case. */
  readonly stays: (version: string, stack: string) => boolean;
}

/**
 * What is older in one line, entry by entry and stack by stack: those for which there are `keep` newer
 * versions. What is the newest that a stack has is not taken from it.
 */
export function olderEntries(
  entries: readonly PlannedEntry[],
  { keep, stacks: cleared, stays }: Clearing,
): Map<PlannedEntry, readonly Outdated[]> {
  const older = new Map<PlannedEntry, readonly Outdated[]>();
  const newestFirst = remaining(entries).sort((a, b) => compareVersions(b.version, a.version));
  const seen = new Map<string, string[]>();
  for (const entry of newestFirst) {
    const stacks = entry.stacks ?? [''];
    const outdated = stacks.flatMap((stack): Outdated[] => {
      if (!cleared.has(stack) || stays(entry.version, stack)) return [];
      const newer = (seen.get(stack) ?? []).filter(
        (version) => compareVersions(version, entry.version) > 0,
      );
      const [than] = newer;
      return than === undefined || newer.length < keep ? [] : [{ stack, than }];
    });
    if (outdated.length > 0) older.set(entry, outdated);
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
