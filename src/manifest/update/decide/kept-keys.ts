import { isEntryKey } from '../../edit/index.js';
import type { Manifest, ManifestEntry } from '../../model/index.js';

/** The keys of an entry that another of its version has as well: what no record knows, and what has no name of its own. */
export function keptKeys({ anchors }: Manifest, { keys, ends }: ManifestEntry): string[] {
  return keys.flatMap(({ value: key, start }, index) => {
    const end = ends[index] ?? start;
    const isNamed = anchors.some((anchor) => start <= anchor.start && anchor.start < end);
    return isEntryKey(key) || isNamed ? [] : [key];
  });
}
