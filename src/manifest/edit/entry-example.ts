import { groupBy } from '../../group-by.js';
import type { Manifest, ManifestEntry } from '../model/index.js';

/** What an example is looked for by. */
interface Wanted {
  readonly name: string;
  readonly version: string;
}

/** Looks up the entry that a new one is written like: one of the same name if there is one. */
export function examplesIn({ entries }: Manifest): (wanted: Wanted) => ManifestEntry | undefined {
  const written = entries.filter(({ form }) => form !== 'alias');
  const byName = groupBy(written, ({ name }) => name?.value ?? '');
  return ({ name, version }) => {
    const same = byName.get(name) ?? [];
    return same.find((entry) => entry.version?.value === version) ?? same.at(-1) ?? written.at(-1);
  };
}
