import type { Member } from './artifact.js';
import type { Difference } from './comparison.js';
import { compareListings } from './listing.js';

/**
 * Compares the lists of two tars. Pure.
 * @returns the differences, and the paths of files whose contents differ
 */
export function compareMembers(
  before: readonly Member[],
  after: readonly Member[],
): { differences: Difference[]; changed: string[] } {
  const { parts, common } = compareListings(before, after);
  const differences: Difference[] = parts.map((part) => ({ in: 'tar', part }));
  const unpacked = new Set([...lastOfEach(before), ...lastOfEach(after)]);
  const changed: string[] = [];
  for (const pair of common) {
    if (!hasOtherContent(pair.before, pair.after)) continue;
    if (unpacked.has(pair.before) && unpacked.has(pair.after)) changed.push(pair.before.path);
    else {
      const content = { kind: 'unopened', reason: 'unreachable' } as const;
      differences.push({ in: 'content', path: pair.name, content });
    }
  }
  return { differences, changed };
}

function hasOtherContent(before: Member, after: Member): boolean {
  if (before.sha256 === undefined || after.sha256 === undefined) return false;
  return before.sha256 !== after.sha256;
}

/** Of members with one path, only the last is there after unpacking. */
function lastOfEach(members: readonly Member[]): Iterable<Member> {
  return new Map(members.map((member) => [member.path, member])).values();
}
