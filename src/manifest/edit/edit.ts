import { blockOf, isBlockItem, removeBlock, removeFlowItems } from './block.js';
import type { Item, Manifest, Range } from '../model/index.js';
import { removal, type Splice } from './splice.js';

/** Changes of a manifest's text, with what of it they concern: so that nothing shared is changed unseen. */
export interface Edit {
  readonly splices: readonly Splice[];
  /** What has another value afterwards. */
  readonly changed: readonly Range[];
  /** What isn't there afterwards. */
  readonly removed: readonly Range[];
}

/** One edit of several. */
export function joinEdits(edits: readonly Edit[]): Edit {
  return {
    splices: edits.flatMap(({ splices }) => splices),
    changed: edits.flatMap(({ changed }) => changed),
    removed: edits.flatMap(({ removed }) => removed),
  };
}

/**
 * Removes items from a list, in whichever way it is written.
 * @param replaced items in whose place something else is put: blank lines around them stay
 */
export function removeItems(
  { text }: Manifest,
  list: Range,
  items: readonly Item[],
  gone: (index: number) => boolean,
  replaced: (index: number) => boolean = () => false,
): Edit {
  const indexes = items.flatMap((_item, index) => (gone(index) ? [index] : []));
  if (indexes.length === 0) return { splices: [], changed: [], removed: [] };
  const stays = (_item: Item, index: number) => !gone(index) || replaced(index);
  const firstKept = items.findIndex(stays);
  const lastKept = items.findLastIndex(stays);
  const inBrackets = removeFlowItems(
    items.map(({ range }) => range),
    gone,
  );
  const splices: Splice[] = [];
  const removed: Range[] = [];
  for (const index of indexes) {
    const item = items[index];
    if (item === undefined) continue;
    const block = isBlockItem(item) ? blockOf(text, item) : undefined;
    removed.push(block ?? item.range);
    if (block === undefined) continue;
    splices.push(
      replaced(index)
        ? removal(block)
        : removeBlock(text, block, { first: index < firstKept, last: index > lastKept }),
    );
  }
  if (splices.length === 0) splices.push(...inBrackets);
  return { splices, changed: [list], removed };
}
