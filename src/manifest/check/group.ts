import type { Located, ManifestEntry } from '../manifest.js';

/** Items by a key, in their order; those without one are left out. */
export function groupBy<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string | undefined,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** A digest of an entry, in lower case, with its place. */
export interface EntryDigest {
  readonly entry: ManifestEntry;
  readonly algorithm: 'md5' | 'sha256';
  readonly digest: string;
  readonly place: Located<string>;
}

/** The digests of all entries, by entry. */
export function digestsOf(entries: readonly ManifestEntry[]): EntryDigest[] {
  return entries.flatMap((entry) =>
    (['md5', 'sha256'] as const).flatMap((algorithm) => {
      const place = entry[algorithm];
      if (place === undefined || place.value === '') return [];
      return [{ entry, algorithm, digest: place.value.toLowerCase(), place }];
    }),
  );
}
