import { BuilderError } from '../../error.js';
import { joinEdits, NO_EDIT, type Edit } from './edit.js';
import type { ItemEditor } from './item-editor.js';
import { columnOf, lineEnd } from './text/lines.js';
import { type ManifestEntry, positionText } from '../model/index.js';
import { quotingOf, writeScalar } from './text/scalar.js';
import { insertion, lineInsertion } from './text/splice.js';
import type { StyledManifest } from './style.js';
import { removeItems } from './remove-items.js';

/** Which stacks leave an entry's list, and which come into it. */
interface StackChange {
  readonly gone: readonly string[];
  readonly coming: readonly string[];
}

/**
 * Gives an entry other stacks: those that come are put behind the last.
 * A list that is written elsewhere stays as it is there, and gives way to one of the entry's own.
 * @throws BuilderError MANIFEST_INVALID when the whole entry is written elsewhere, or the list has something else
 * than texts in it
 */
export function changeStacks(
  manifest: StyledManifest,
  editor: ItemEditor,
  { stacks: list }: ManifestEntry,
  { gone, coming }: StackChange,
): Edit {
  if (list === undefined || gone.length + coming.length === 0) return NO_EDIT;
  if (list.notText !== undefined) {
    throw new BuilderError(
      'MANIFEST_INVALID',
      `${positionText(manifest, list.notText.start)}: 'cf_stacks' can't be changed: this item is no name of a stack`,
      { hint: 'Write the name of a stack, or take it out, and try again.' },
    );
  }
  if (![list, ...list.value].every((value) => editor.isOwn(value))) {
    const left = list.value.map(({ value }) => value).filter((stack) => !gone.includes(stack));
    return editor.setList('cf_stacks', [...left, ...coming]);
  }
  const items = list.value.map(({ value, start, end, dash }) => ({
    name: value,
    range: { start, end },
    dash,
  }));
  const leaving = new Set(items.filter(({ name }) => gone.includes(name)));
  return joinEdits([
    removeItems(manifest.text, list, { items, gone: leaving }),
    addStacks(manifest, list, { isEmptied: leaving.size === items.length, coming }),
  ]);
}

function addStacks(
  { text, style }: StyledManifest,
  list: NonNullable<ManifestEntry['stacks']>,
  { isEmptied, coming }: { readonly isEmptied: boolean; readonly coming: readonly string[] },
): Edit {
  const last = list.value.at(-1);
  if (coming.length === 0 || last === undefined) return NO_EDIT;
  const quoting = quotingOf(text, last) ?? 'plain';
  const names = coming.map((stack) => writeScalar(stack, { quoting, quote: style.quote }));
  const changed = [{ start: list.start, end: list.end }];
  if (last.dash === undefined) {
    const added = (isEmptied ? '' : ', ') + names.join(', ');
    return { splices: [insertion(last.end, added)], changed, removed: [] };
  }
  const indent = ' '.repeat(columnOf(text, last.dash));
  const lines = names.map((name) => `${indent}- ${name}`);
  const splices = [lineInsertion(text, lineEnd(text, last.end), lines)];
  return { splices, changed, removed: [] };
}
