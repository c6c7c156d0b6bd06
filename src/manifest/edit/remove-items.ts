import { blockOf, isBlockItem, removeBlock, removeFlowItems } from './text/block.js';
import { NO_EDIT, type Edit } from './edit.js';
import { listSection } from './list-section.js';
import type { Item, Manifest, Range, Section } from '../model/index.js';
import { insertion, removal, type Splice } from './text/splice.js';

/** The items of a list of which some go. */
interface Leaving<T extends Item> {
  readonly items: readonly T[];
  readonly gone: ReadonlySet<T>;
  /** Those of them in whose place something else is put: blank lines around them stay. */
  readonly replaced?: ReadonlySet<T>;
}

/** Removes items from a list, in whichever way it is written. */
export function removeItems<T extends Item>(
  text: string,
  list: Range,
  { items, gone, replaced }: Leaving<T>,
): Edit {
  if (!items.some((item) => gone.has(item))) return NO_EDIT;
  const isReplaced = (item: T) => replaced?.has(item) === true;
  const stays = (item: T) => !gone.has(item) || isReplaced(item);
  const firstKept = items.findIndex(stays);
  const lastKept = items.findLastIndex(stays);
  const splices: Splice[] = [];
  const removed: Range[] = [];
  for (const [index, item] of items.entries()) {
    if (!gone.has(item)) continue;
    const block = isBlockItem(item) ? blockOf(text, item) : undefined;
    removed.push(block ?? item.range);
    if (block === undefined) continue;
    const among = { first: index < firstKept, last: index > lastKept };
    splices.push(isReplaced(item) ? removal(block) : removeBlock(text, block, among));
  }
  if (splices.length === 0) splices.push(...removeFlowItems(items, (item) => gone.has(item)));
  return { splices, changed: [list], removed };
}

/**
 * Removes items from the list below a top-level key. When none is left, that is an empty list, not nothing.
 * @throws BuilderError MANIFEST_INVALID when there are other items than maps in it
 */
export function removeFromSection<T extends Item>(
  manifest: Manifest,
  key: string,
  { items, gone }: Leaving<T>,
): Edit {
  if (!items.some((item) => gone.has(item))) return NO_EDIT;
  const section = listSection(manifest, key);
  if (section === undefined) return NO_EDIT;
  const edit = removeItems(manifest.text, section.range, { items, gone });
  const isEmptied = items.every((item) => gone.has(item));
  if (section.flow || !isEmptied) return edit;
  return { ...edit, splices: [...edit.splices, emptyList(manifest.text, section)] };
}

function emptyList(text: string, section: Section): Splice {
  const colon = text.indexOf(':', section.key.end);
  return insertion(colon + 1, ' []');
}
