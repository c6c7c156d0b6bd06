/** What a record knows of an entry, by key, in today's order. */
export const ENTRY_KEYS = [
  ...(['name', 'version', 'uri', 'md5', 'sha256'] as const),
  ...(['cf_stacks', 'source', 'source_sha256'] as const),
] as const;

/** A key of which records know what stands behind it. */
export type EntryKey = (typeof ENTRY_KEYS)[number];

/** Whether records know what stands behind a key of entries. */
export function isEntryKey(key: string): key is EntryKey {
  return ENTRY_KEYS.some((known) => known === key);
}
