import { commentColumn, isBlank, lineAfter, lineBefore, lineEnd, lineStart } from './lines.js';
import type { Item, Range } from '../../model/index.js';
import { removal, type Splice } from './splice.js';

/** An item of a block list: it has its own lines. */
type BlockItem = Item & { readonly dash: number };

/** Whether an item stands in a block list rather than in brackets. */
export function isBlockItem<T extends Item>(item: T): item is T & BlockItem {
  return item.dash !== undefined;
}

/**
 * The lines that are an item's: its own, the comment lines directly above it, and comments directly
 * below that are indented deeper than its `-`. A comment that a blank line parts from it is not.
 */
export function blockOf(text: string, item: BlockItem): Range {
  let start = lineStart(text, item.dash);
  let end = lineEnd(text, item.range.end);
  const column = item.dash - start;
  for (;;) {
    const line = lineBefore(text, start);
    const comment = line === undefined ? undefined : commentColumn(text, line);
    if (line === undefined || comment === undefined || comment > column) break;
    start = line.start;
  }
  for (;;) {
    const line = lineAfter(text, end);
    const comment = line === undefined ? undefined : commentColumn(text, line);
    if (line === undefined || comment === undefined || comment <= column) break;
    end = line.end;
  }
  return { start, end };
}

/** Removes lines as a person does: with the blank lines that parted them from their neighbour. */
export function removeBlock(
  text: string,
  block: Range,
  neighbours: { first: boolean; last: boolean },
): Splice {
  let { start, end } = block;
  if (neighbours.last) start = blanksAbove(text, start);
  else if (neighbours.first || blanksAbove(text, start) < start) end = blanksBelow(text, end);
  return removal({ start, end });
}

/** Removes items from a list in brackets, each with a comma. */
export function removeFlowItems<T extends Item>(
  items: readonly T[],
  isGone: (item: T) => boolean,
): Splice[] {
  const firstKept = items.findIndex((item) => !isGone(item));
  return items.flatMap((item, index) => {
    if (!isGone(item)) return [];
    const { start, end } = item.range;
    const previous = items[index - 1]?.range;
    const next = items[index + 1]?.range;
    if (firstKept !== -1 && firstKept < index && previous !== undefined) {
      return removal({ start: previous.end, end });
    }
    return removal({ start, end: next?.start ?? end });
  });
}

/** How many blank lines are above a line, as the offset where they begin. */
export function blanksAbove(text: string, start: number): number {
  for (let line = lineBefore(text, start); line !== undefined && isBlank(text, line);) {
    start = line.start;
    line = lineBefore(text, start);
  }
  return start;
}

function blanksBelow(text: string, end: number): number {
  for (let line = lineAfter(text, end); line !== undefined && isBlank(text, line);) {
    end = line.end;
    line = lineAfter(text, end);
  }
  return end;
}
