import { isMap } from 'yaml';
import { credentialSplices } from './credentials.js';
import { joinEdits, removeItems, type Edit } from './edit.js';
import { emptyList } from './entries-edit.js';
import { refuseShared, writtenElsewhere } from './refuse.js';
import { lineEnd, lineStart } from './lines.js';
import { type Item, type Manifest, type ManifestEntry, titleOf } from '../model/index.js';
import { quotingOf, writeScalar } from './scalar.js';
import { applySplices, insertion, removal, type Splice } from './splice.js';
import { columnOf, styleOf, type Style } from './style.js';

/** What a buildpack's manifest is like in its package. */
export interface Packaging {
  /** The one stack that it is for: entries then don't say it. */
  readonly stack?: string;
  /** The entries that stay. */
  readonly keeps: ReadonlySet<ManifestEntry>;
  /** Dependencies whose defaults go, by name. */
  readonly leftOut: ReadonlySet<string>;
  /** Where an entry's file is in the package, for its `file:`; undefined: it gets none. */
  readonly fileOf?: (entry: ManifestEntry) => string | undefined;
  /** Names of query fields that are secrets, beside those that are known. */
  readonly secretQuery?: readonly string[] | undefined;
}

/**
 * The text of a manifest as it is put into a package. Besides what `packaging` says, the secrets of
 * addresses go; every other byte stays.
 * @throws BuilderError MANIFEST_INVALID when something would change that others repeat by an alias
 */
export function packagedManifest(manifest: Manifest, packaging: Packaging): string {
  const { entries, defaults } = manifest;
  const { stack, keeps, leftOut, fileOf, secretQuery } = packaging;
  const style = styleOf(manifest);
  const kept = entries.filter((entry) => keeps.has(entry));
  const edit = joinEdits([
    removeFrom(manifest, 'dependencies', entries, (entry) => !keeps.has(entry)),
    removeFrom(manifest, 'default_versions', defaults, ({ name }) =>
      leftOut.has(name?.value ?? ''),
    ),
    ...(stack === undefined ? [] : [addStack(manifest, style, stack)]),
    ...(stack === undefined ? [] : kept.map((entry) => removeStacks(manifest, entry))),
    ...kept.map((entry) => addFile(manifest, style, entry, fileOf?.(entry))),
  ]);
  refuseShared(manifest, edit);
  return applySplices(manifest.text, [
    ...edit.splices,
    ...bare(manifest, edit.splices, secretQuery),
  ]);
}

/** What takes secrets out of that which stays. */
function bare(
  manifest: Manifest,
  splices: readonly Splice[],
  secretQuery: readonly string[] | undefined,
): Splice[] {
  const gone = splices.filter(({ text, start, end }) => text === '' && start < end);
  return credentialSplices(manifest, secretQuery).filter(
    ({ start, end }) => !gone.some((range) => range.start <= start && end <= range.end),
  );
}

function removeFrom<T extends Item>(
  manifest: Manifest,
  key: string,
  items: readonly T[],
  goes: (item: T) => boolean,
): Edit {
  const section = manifest.sections.find((one) => one.key.value === key);
  if (section === undefined || !items.some(goes)) return NOTHING;
  const gone = items.map(goes);
  const edit = removeItems(manifest, section.range, items, (index) => gone[index] === true);
  if (section.flow || gone.includes(false)) return edit;
  return { ...edit, splices: [...edit.splices, ...emptyList(manifest.text, section)] };
}

/** Behind the language, which every package has. */
function addStack(manifest: Manifest, style: Style, stack: string): Edit {
  const { text, sections } = manifest;
  const language = sections.find(({ key }) => key.value === 'language');
  const start = language?.key.start ?? 0;
  const end = language?.range.end ?? 0;
  const mark = markOf(text, start);
  const quoting = quotingOf(text, manifest.language) ?? 'plain';
  const pair = `${mark}stack${mark}: ${writeScalar(stack, { quoting, quote: style.quote })}`;
  const { contents } = manifest.document;
  const inBrackets = isMap(contents) && contents.flow === true;
  const indent = /^\uFEFF?( *)/.exec(text.slice(lineStart(text, start)))?.[1] ?? '';
  return { ...NOTHING, splices: [after(text, style, end, pair, inBrackets, indent.length)] };
}

function removeStacks(manifest: Manifest, entry: ManifestEntry): Edit {
  if (entry.stacks === undefined) return NOTHING;
  const key = 'cf_stacks';
  const index = entry.keys.findIndex(({ value }) => value === key);
  const start = entry.keys[index]?.start;
  const end = entry.ends[index];
  if (start === undefined || end === undefined) {
    throw writtenElsewhere(manifest, entry.range, entry.stacks, key, titleOf(entry));
  }
  const { text } = manifest;
  const next = entry.keys[index + 1];
  const previousEnd = entry.ends[index - 1];
  const range =
    previousEnd === undefined
      ? { start, end: next?.start ?? end }
      : entry.form === 'flow'
        ? { start: previousEnd, end }
        : { start: lineStart(text, start), end: lineEnd(text, end) };
  return { splices: [removal(range)], changed: [entry.range], removed: [{ start, end }] };
}

function addFile(
  manifest: Manifest,
  style: Style,
  entry: ManifestEntry,
  file: string | undefined,
): Edit {
  if (file === undefined) return NOTHING;
  const key = 'uri';
  const { text } = manifest;
  const index = entry.keys.findIndex(({ value }) => value === key);
  const start = entry.keys[index]?.start;
  const end = entry.ends[index];
  if (start === undefined || end === undefined) {
    throw writtenElsewhere(manifest, entry.range, entry.uri ?? entry.range, key, titleOf(entry));
  }
  const quoting = quotingOf(text, entry.uri) ?? 'plain';
  const mark = markOf(text, start);
  const pair = `${mark}file${mark}: ${writeScalar(file, { quoting, quote: style.quote })}`;
  const column = columnOf(text, entry.keys[0]?.start ?? start);
  const splice = after(text, style, end, pair, entry.form === 'flow', column);
  return { splices: [splice], changed: [entry.range], removed: [] };
}

/** Puts a pair behind one that ends at `end`: in brackets, or on a line of its own. */
function after(
  text: string,
  style: Style,
  end: number,
  pair: string,
  inBrackets: boolean,
  column: number,
): Splice {
  if (inBrackets) return insertion(end, `, ${pair}`);
  const at = lineEnd(text, end);
  const line = ' '.repeat(column) + pair;
  return insertion(at, text[at - 1] === '\n' ? line + style.lineEnd : style.lineEnd + line);
}

/** The quotation mark that a key is written with. */
function markOf(text: string, key: number): string {
  const sign = text[key];
  return sign === '"' || sign === "'" ? sign : '';
}

const NOTHING: Edit = { splices: [], changed: [], removed: [] };
