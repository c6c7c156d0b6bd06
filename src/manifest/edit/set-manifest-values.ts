import { ItemEditor } from './item-editor.js';
import { joinEdits, type Edit } from './edit.js';
import { type FoundValue, PathFinder } from './find-value.js';
import { columnOf, lineEndAt } from './text/lines.js';
import type { ListedText, Located, Manifest } from '../model/index.js';
import { refuseShared } from './refuse-shared.js';
import { quotingOf, writeScalar } from './text/scalar.js';
import { applySplices } from './text/splice.js';
import { withStyle, type StyledManifest } from './style.js';

/** What a path of a manifest may lead to: a text, or a list of them. */
export type ManifestValue = string | readonly string[];

/** A text or a list that was set. */
interface SetValue {
  readonly path: string;
  /** Undefined: the key wasn't there. */
  readonly from: ManifestValue | undefined;
  readonly to: ManifestValue;
}

/**
 * Sets texts and lists of texts of a manifest by their paths, as `parseManifestPath` reads them. All else keeps
 * every byte. A key that its map doesn't have yet is written below the last one it has. All paths are
 * those of the manifest as it is given.
 *
 * @returns the new text, the same when all is as it should be, and what was set
 * @throws BuilderError MANIFEST_MISMATCH when a path leads to nothing, to several items, or to something of
 * another kind; MANIFEST_INVALID when it can't be set since it is written elsewhere or repeated there
 */
export function setManifestValues(
  manifest: Manifest,
  values: Readonly<Record<string, ManifestValue>>,
): { text: string; set: SetValue[] } {
  const finder = new PathFinder(manifest);
  const styled = withStyle(manifest);
  const edits: { edit: Edit; column: number }[] = [];
  const set: SetValue[] = [];
  const seen = new Map<string, string>();
  for (const [path, to] of Object.entries(values)) {
    const found = finder.find(path);
    const { item, key } = found;
    // Two paths of one text would be set in turns.
    const id = `${item.range.start} ${key}`;
    const other = seen.get(id);
    if (other !== undefined) {
      throw finder.mismatch(item.range.start, `'${path}' and '${other}' are the same`);
    }
    seen.set(id, path);
    const from = valueOf(found);
    if (isSame(from, to)) continue;
    if (from !== undefined && (typeof from === 'string') !== (typeof to === 'string')) {
      throw finder.mismatch(
        found.value?.start ?? item.range.start,
        `'${path}' is ${typeof from === 'string' ? 'a text, and no list' : 'a list, and no text'}`,
        typeof from === 'string' ? 'Set a text.' : `Set a list: [${from.join(', ')}]`,
      );
    }
    const edit = editOf(styled, found, to);
    if (edit === undefined) {
      throw finder.mismatch(item.range.start, `'${path}': there is nothing beside it`);
    }
    edits.push({ edit, column: columnOf(manifest.text, item.range.start) });
    set.push({ path, from, to });
  }
  // A map may end in the same line as one in it: what comes into the inner one stands above.
  const inner = edits.toSorted((a, b) => b.column - a.column);
  const edit = joinEdits(inner.map(({ edit }) => edit));
  refuseShared(manifest, edit);
  return { text: applySplices(manifest.text, edit.splices), set };
}

function valueOf({ value }: FoundValue): ManifestValue | undefined {
  if (value === undefined) return undefined;
  return isList(value) ? value.value.map((one) => one.value) : value.value;
}

type Found = NonNullable<FoundValue['value']>;

function isList(value: Found): value is Located<readonly ListedText[]> {
  return typeof value.value !== 'string';
}

function isSame(from: ManifestValue | undefined, to: ManifestValue): boolean {
  return JSON.stringify(from) === JSON.stringify(to);
}

/** Undefined when the map has no key that the new one could stand behind. */
function editOf(
  manifest: StyledManifest,
  { path, item, key, value }: FoundValue,
  to: ManifestValue,
): Edit | undefined {
  const editor = new ItemEditor(manifest, item, `'${path}'`);
  if (value !== undefined && isList(value)) {
    for (const part of [value, ...value.value]) editor.requireOwn(key, part);
    return typeof to === 'string' ? undefined : listEdit(manifest, value, to);
  }
  if (value !== undefined) {
    editor.requireOwn(key, value);
    return typeof to === 'string' ? editor.set(key, to) : undefined;
  }
  // What is an alias has its keys elsewhere.
  editor.requireOwn(key, item.range);
  const last = item.keys.at(-1);
  if (last === undefined) return undefined;
  return typeof to === 'string'
    ? editor.add([{ key, value: to }], last.value, 'plain')
    : editor.addList(key, to, last.value);
}

/** Writes a list anew, in brackets or in lines as it was. */
function listEdit(
  { text, style }: StyledManifest,
  { start, end, value: [first] }: Located<readonly ListedText[]>,
  to: readonly string[],
): Edit {
  const quoting = quotingOf(text, first) ?? 'plain';
  const names = to.map((name) => writeScalar(name, { quoting, quote: style.quote }));
  const dash = first?.dash;
  const written =
    dash === undefined
      ? `[${names.join(', ')}]`
      : names
          .map((name) => `- ${name}`)
          .join(lineEndAt(text, start) + ' '.repeat(columnOf(text, dash)));
  const range = { start, end };
  return { splices: [{ ...range, text: written }], changed: [range], removed: [range] };
}
