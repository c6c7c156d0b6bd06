import type { ArtifactRecord } from '../../store/index.js';
import { lineEnd, lineStart } from './lines.js';
import { joinEdits, type Edit } from './edit.js';
import { writtenElsewhere } from './refuse.js';
import type { DigestStyle, Manifest, ManifestEntry } from '../model/index.js';
import { quotingOf, writeScalar } from './scalar.js';
import { setValue } from './set-value.js';
import { insertion, removal } from './splice.js';
import { columnOf, digestsOf, type Style } from './style.js';

/** The name of a digest, as entries have it for a key. */
export type DigestKey = 'md5' | 'sha256';

/** The keys that a digest is written behind. */
type AnchorKey = DigestKey | 'uri' | 'version' | 'name';

/** The keys of a style, in the order in which both are written. */
export function digestKeys(digest: DigestStyle): readonly DigestKey[] {
  return digest === 'both' ? ['md5', 'sha256'] : [digest];
}

/**
 * Gives an entry the digests of a record.
 * @param digest which ones; undefined: those that it has
 */
export function setDigests(
  manifest: Manifest,
  style: Style,
  entry: ManifestEntry,
  record: ArtifactRecord,
  digest: DigestStyle | undefined,
  what: string,
): { edit: Edit; keys: DigestKey[] } {
  const own = digestsOf(entry);
  const has = own === undefined ? [] : digestKeys(own);
  const wanted = digestKeys(digest ?? own ?? style.digest);
  const keys: DigestKey[] = [];
  const edits: Edit[] = [];
  for (const key of has.filter((key) => wanted.includes(key))) {
    const located = entry[key];
    if (located === undefined || located.value.toLowerCase() === record[key]) continue;
    const edit = setValue(manifest, style, entry, key, located, record[key], what);
    if (edit !== undefined) edits.push(edit);
    keys.push(key);
  }
  const [surplus] = has.filter((key) => !wanted.includes(key));
  const missing = wanted.filter((key) => !has.includes(key));
  const [first, ...others] = missing;
  if (surplus !== undefined && first !== undefined) {
    edits.push(replaceKey(manifest, entry, surplus, first, record[first], what));
  } else if (surplus !== undefined) {
    edits.push(removeKey(manifest, entry, surplus, what));
  } else {
    const rest = first === undefined ? others : [first, ...others];
    if (rest.length > 0) edits.push(addKeys(manifest, style, entry, rest, record, what));
  }
  if (surplus !== undefined) keys.push(surplus);
  return { edit: joinEdits(edits), keys: [...new Set([...keys, ...missing])] };
}

/** The place of a key that the entry has itself. */
function pairOf(manifest: Manifest, entry: ManifestEntry, key: AnchorKey, what: string) {
  const index = entry.keys.findLastIndex(({ value }) => value === key);
  const start = entry.keys[index]?.start;
  const end = entry.ends[index];
  if (start !== undefined && end !== undefined) return { index, start, end };
  throw writtenElsewhere(manifest, entry.range, entry[key] ?? entry.range, key, what);
}

function replaceKey(
  manifest: Manifest,
  entry: ManifestEntry,
  old: DigestKey,
  key: DigestKey,
  digest: string,
  what: string,
): Edit {
  const { index, start, end } = pairOf(manifest, entry, old, what);
  const { text } = manifest;
  const written = entry.keys[index];
  const name =
    written === undefined ? key : text.slice(written.start, written.end).replace(old, key);
  const value = writeScalar(digest, { quoting: quotingOf(text, entry[old]) ?? 'plain' });
  return {
    splices: [{ start, end, text: `${name}: ${value}` }],
    changed: [{ start, end }],
    removed: [],
  };
}

function removeKey(manifest: Manifest, entry: ManifestEntry, key: DigestKey, what: string): Edit {
  const { index, start, end } = pairOf(manifest, entry, key, what);
  const { text } = manifest;
  const next = entry.keys[index + 1];
  const previousEnd = entry.ends[index - 1];
  const splice =
    index === 0 && next !== undefined
      ? removal({ start, end: next.start })
      : entry.form === 'flow'
        ? removal({ start: previousEnd ?? start, end })
        : removal({ start: lineStart(text, start), end: lineEnd(text, end) });
  return { splices: [splice], changed: [entry.range], removed: [{ start, end }] };
}

function addKeys(
  manifest: Manifest,
  style: Style,
  entry: ManifestEntry,
  keys: readonly DigestKey[],
  record: ArtifactRecord,
  what: string,
): Edit {
  const { text } = manifest;
  const neighbour = (['md5', 'sha256', 'uri', 'version'] as const).find(
    (key) => entry[key] !== undefined,
  );
  const { index, end } = pairOf(manifest, entry, neighbour ?? 'name', what);
  const sign = text[entry.keys[index]?.start ?? 0];
  const mark = sign === '"' || sign === "'" ? sign : '';
  const quoting =
    neighbour === undefined ? 'plain' : (quotingOf(text, entry[neighbour]) ?? 'plain');
  const pairs = keys.map((key) => `${mark}${key}${mark}: ${writeScalar(record[key], { quoting })}`);
  const changed = [entry.range];
  if (entry.form === 'flow') {
    return { splices: [insertion(end, `, ${pairs.join(', ')}`)], changed, removed: [] };
  }
  const indent = ' '.repeat(columnOf(text, entry.keys[0]?.start ?? entry.range.start));
  const at = lineEnd(text, end);
  const lines = pairs.map((pair) => indent + pair + style.lineEnd).join('');
  return { splices: [insertion(at, lines)], changed, removed: [] };
}
