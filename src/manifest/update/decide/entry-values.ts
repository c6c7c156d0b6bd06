import type { ArtifactRecord } from '../../../store/index.js';
import type { EntryValues, PairChange } from '../../edit/index.js';
import { type DigestStyle, digestKeys, digestsOf, type ManifestEntry } from '../../model/index.js';

/** What an entry is to say of an artifact, before it is asked which digests. */
function valuesIn(record: ArtifactRecord, uri: string) {
  const { source, source_sha256 } = record.manifest;
  const { md5, sha256 } = record;
  return { uri, source, source_sha256, md5, sha256 };
}

/** The form of a new entry. */
interface EntryForm {
  readonly digest: DigestStyle;
  /** Undefined: it has no `cf_stacks`. */
  readonly stacks: readonly string[] | undefined;
  /** The entry that it is written like: it says where sources are if that does. */
  readonly example: ManifestEntry | undefined;
  /** The keys that it has as that does. */
  readonly kept: readonly string[];
}

/** What a new entry says of an artifact. */
export function newValues(
  record: ArtifactRecord,
  uri: string,
  { digest, stacks, example, kept }: EntryForm,
): EntryValues {
  const { name, version, dependencies } = record.manifest;
  const { md5, sha256, source, source_sha256 } = valuesIn(record, uri);
  const digests = digestKeys(digest);
  const isUsual = (key: 'source' | 'source_sha256', value: string) => {
    if (example === undefined || example.keys.length === 0) return true;
    if (example.keys.some((own) => own.value === key)) return true;
    // What the example merges is said by itself, unless the new entry merges the same.
    const merged = example.texts.get(key)?.value;
    return merged !== undefined && !(kept.includes('<<') && merged === value);
  };
  return {
    name,
    version,
    uri,
    md5: digests.includes('md5') ? md5 : undefined,
    sha256: digests.includes('sha256') ? sha256 : undefined,
    cf_stacks: stacks,
    source: isUsual('source', source) ? source : undefined,
    source_sha256: isUsual('source_sha256', source_sha256) ? source_sha256 : undefined,
    ...(dependencies === undefined ? {} : { dependencies }),
  };
}

/** What changes in an entry whose artifact was rebuilt: none of what is as it should be already. */
export function rebuiltPairs(
  entry: ManifestEntry,
  record: ArtifactRecord,
  uri: string,
  digest: DigestStyle,
): PairChange[] {
  const values = valuesIn(record, uri);
  const moved = (['uri', 'source', 'source_sha256'] as const).filter((key) => {
    const value = entry.texts.get(key)?.value;
    return value !== undefined && value !== values[key];
  });
  const own = digestsOf(entry);
  const has = own === undefined ? [] : digestKeys(own);
  const wanted = digestKeys(digest);
  const other = has.filter(
    (key) => wanted.includes(key) && entry[key]?.value.toLowerCase() !== values[key],
  );
  const [surplus] = has.filter((key) => !wanted.includes(key));
  const missing = wanted.filter((key) => !has.includes(key));
  const pairs = missing.map((key) => ({ key, value: values[key] }));
  return [
    ...[...moved, ...other].map((key): PairChange => ({ kind: 'set', key, to: values[key] })),
    ...digestPairs(entry, surplus, pairs),
  ];
}

/** @param surplus a digest that it has and shall not have; there is at most one, and then at most one missing */
function digestPairs(
  entry: ManifestEntry,
  surplus: string | undefined,
  missing: readonly { readonly key: string; readonly value: string }[],
): PairChange[] {
  const [by] = missing;
  if (surplus !== undefined) {
    return [
      by === undefined ? { kind: 'remove', key: surplus } : { kind: 'replace', key: surplus, by },
    ];
  }
  if (by === undefined) return [];
  const behind = ['md5', 'sha256', 'uri', 'version'].find((key) =>
    entry.keys.some(({ value }) => value === key),
  );
  return [{ kind: 'add', pairs: missing, behind: behind ?? 'name' }];
}
