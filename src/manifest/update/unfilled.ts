import { forStacks } from './change.js';
import { type NewEntry, type Places, WRITTEN_KEYS } from '../edit/index.js';
import type { Manifest, ManifestEntry } from '../model/index.js';

/**
 * Says what new entries lack that no record knows: `osl` or `modules` of the entry that they are
 * written like, if that is one of the same name; else what every entry has, such as `file`.
 * @param several names that are there for more than one architecture, which is told then
 */
export function unfilledNotes(
  { entries }: Manifest,
  places: Places,
  coming: readonly NewEntry[],
  several: ReadonlySet<string>,
): string[] {
  const everywhere = keysOfAll(entries);
  return coming.flatMap((entry) => {
    const model = places.model(entry);
    if (model === undefined) return [];
    const same = model.name?.value === entry.name;
    const keys = unknownKeys(model).filter((key) => same || everywhere.has(key));
    if (keys.length === 0) return [];
    const others = same ? `${entry.name} ${model.version?.value ?? ''}` : 'every other entry';
    const { stacks = [] } = entry;
    const arch = several.has(entry.name) ? entry.arch : undefined;
    return [
      `${entry.name} ${entry.version}${forStacks({ stacks, arch })} lacks ${keys.join(', ')}, which ${others} has: ` +
        'no record knows that, fill it in by hand',
    ];
  });
}

function keysOfAll([first, ...others]: readonly ManifestEntry[]): ReadonlySet<string> {
  const common = new Set(first === undefined ? [] : unknownKeys(first));
  for (const { keys } of others) {
    if (common.size === 0) break;
    const own = new Set(keys.map(({ value }) => value));
    for (const key of common) if (!own.has(key)) common.delete(key);
  }
  return common;
}

function unknownKeys({ keys }: ManifestEntry): string[] {
  return [...new Set(keys.map(({ value }) => value))].filter((key) => !WRITTEN_KEYS.includes(key));
}
