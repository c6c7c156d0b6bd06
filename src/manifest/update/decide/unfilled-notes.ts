import { type EntryDecision, forStacks } from './decisions.js';
import { isEntryKey } from '../../edit/index.js';
import type { Manifest, ManifestEntry } from '../../model/index.js';

/**
 * Says what new entries lack that no record knows: `osl` or `modules` of the entry that they are
 * written like, if that is one of the same name; else what every entry has, such as `file`.
 */
export function unfilledNotes(
  { entries }: Manifest,
  decisions: readonly EntryDecision[],
): string[] {
  const everywhere = keysOfAll(entries);
  return decisions.flatMap((decision) => {
    if (decision.kind !== 'comes') return [];
    const { which } = decision;
    const { example, kept, values } = decision.entry;
    if (example === undefined) return [];
    const same = example.name?.value === which.name;
    // What is merged (`<<`) where that is kept comes with it.
    const own = kept.includes('<<') ? new Set(example.keys.map(({ value }) => value)) : undefined;
    const keys = unknownKeys(example)
      .filter((key) => same || everywhere.has(key))
      .filter((key) => !kept.includes(key) && (own === undefined || own.has(key)))
      .filter((key) => key !== 'dependencies' || values.dependencies === undefined);
    if (keys.length === 0) return [];
    const others = same ? `${which.name} ${example.version?.value ?? ''}` : 'every other entry';
    return [
      `${which.name} ${which.version}${forStacks(which)} lacks ${keys.join(', ')}, which ${others} has: ` +
        'no record knows that, fill it in by hand',
    ];
  });
}

function keysOfAll([first, ...others]: readonly ManifestEntry[]): ReadonlySet<string> {
  const common = new Set(first === undefined ? [] : unknownKeys(first));
  for (const other of others) {
    if (common.size === 0) break;
    const own = new Set(unknownKeys(other));
    for (const key of common) if (!own.has(key)) common.delete(key);
  }
  return common;
}

function unknownKeys({ keys, merged }: ManifestEntry): string[] {
  const all = new Set([...keys.map(({ value }) => value), ...merged]);
  return [...all].filter((key) => key !== '<<' && !isEntryKey(key));
}
