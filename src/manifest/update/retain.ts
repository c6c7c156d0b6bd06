import { compareVersions } from '../../version/index.js';
import type { Slot } from './slot.js';

/**
 * Lets the older slots of one line go. A slot goes when, for each of its stacks, there are `keep`
 * newer versions: what is the newest that a stack has is not taken from it.
 *
 * @param stays versions that stay in any case
 */
export function retain(slots: readonly Slot[], keep: number, stays: ReadonlySet<string>): void {
  const newestFirst = slots
    .filter((slot) => slot.gone === undefined)
    .sort((a, b) => compareVersions(b.version, a.version));
  const seen = new Map<string, string[]>();
  for (const slot of newestFirst) {
    const newer = stackNames(slot).map((stack) =>
      (seen.get(stack) ?? []).filter((version) => compareVersions(version, slot.version) > 0),
    );
    const newest = newer.flat().sort(compareVersions).at(-1);
    if (
      newest !== undefined &&
      newer.every((versions) => versions.length >= keep) &&
      !stays.has(slot.version)
    ) {
      slot.gone = { kind: 'older', than: newest };
    }
    for (const stack of stackNames(slot)) {
      const versions = seen.get(stack) ?? [];
      // No more than `keep` are asked for, and one besides that may be the slot's own version.
      if (versions.length <= keep && versions.at(-1) !== slot.version) {
        seen.set(stack, [...versions, slot.version]);
      }
    }
  }
}

function stackNames(slot: Slot): readonly string[] {
  return slot.stacks ?? [''];
}
