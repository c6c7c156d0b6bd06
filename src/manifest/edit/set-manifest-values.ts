import { ItemEditor } from './item-editor.js';
import { joinEdits, type Edit } from './edit.js';
import { type FoundValue, PathFinder } from './find-value.js';
import { columnOf } from './text/lines.js';
import type { Manifest } from '../model/index.js';
import { refuseShared } from './refuse-shared.js';
import { applySplices } from './text/splice.js';
import { withStyle, type StyledManifest } from './style.js';

/** A text that was set. */
interface SetValue {
  readonly path: string;
  /** Undefined: the key wasn't there. */
  readonly from: string | undefined;
  readonly to: string;
}

/**
 * Sets texts of a manifest by their paths, as `parseManifestPath` reads them. All else keeps
 * every byte. A key that its map doesn't have yet is written below the last one it has. All paths are
 * those of the manifest as it is given.
 *
 * @returns the new text, the same when all is as it should be, and what was set
 * @throws BuilderError MANIFEST_MISMATCH when a path leads to nothing, to several items, or to what is
 * no text; MANIFEST_INVALID when it can't be set since it is written elsewhere or repeated there
 */
export function setManifestValues(
  manifest: Manifest,
  values: Readonly<Record<string, string>>,
): { text: string; set: SetValue[] } {
  const finder = new PathFinder(manifest);
  const styled = withStyle(manifest);
  const edits: { edit: Edit; column: number }[] = [];
  const set: SetValue[] = [];
  const seen = new Map<string, string>();
  for (const [path, to] of Object.entries(values)) {
    const found = finder.find(path);
    const { item, key, value } = found;
    // Two paths of one text would be set in turns.
    const id = `${item.range.start} ${key}`;
    const other = seen.get(id);
    if (other !== undefined) {
      throw finder.mismatch(item.range.start, `'${path}' and '${other}' are the same`);
    }
    seen.set(id, path);
    if (value?.value === to) continue;
    const edit = editOf(styled, found, to);
    if (edit === undefined) {
      throw finder.mismatch(item.range.start, `'${path}': there is nothing beside it`);
    }
    edits.push({ edit, column: columnOf(manifest.text, item.range.start) });
    set.push({ path, from: value?.value, to });
  }
  // A map may end in the same line as one in it: what comes into the inner one stands above.
  const inner = edits.toSorted((a, b) => b.column - a.column);
  const edit = joinEdits(inner.map(({ edit }) => edit));
  refuseShared(manifest, edit);
  return { text: applySplices(manifest.text, edit.splices), set };
}

/** Undefined when the map has no key that the new one could stand behind. */
function editOf(
  manifest: StyledManifest,
  { path, item, key, value }: FoundValue,
  to: string,
): Edit | undefined {
  const editor = new ItemEditor(manifest, item, `'${path}'`);
  if (value !== undefined) {
    editor.requireOwn(key, value);
    return editor.set(key, to);
  }
  // What is an alias has its keys elsewhere.
  editor.requireOwn(key, item.range);
  const last = item.keys.at(-1);
  return last && editor.add([{ key, value: to }], last.value, 'plain');
}
