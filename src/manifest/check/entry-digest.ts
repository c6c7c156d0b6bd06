import type { Located, ManifestEntry } from '../model/index.js';

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
