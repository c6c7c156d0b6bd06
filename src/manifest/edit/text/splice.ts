import type { Range } from '../../model/index.js';
import { lineEndAt } from './lines.js';

/** One change of a text: what stands in the range gives way to `text`. */
export interface Splice extends Range {
  readonly text: string;
}

/** Takes a part of a text away. */
export function removal(range: Range): Splice {
  return { start: range.start, end: range.end, text: '' };
}

/** Puts something where nothing was. */
export function insertion(offset: number, text: string): Splice {
  return { start: offset, end: offset, text };
}

/** Puts lines at the beginning of one, each with an end as the one above has it. */
export function lineInsertion(text: string, offset: number, lines: readonly string[]): Splice {
  const end = lineEndAt(text, offset);
  return insertion(offset, lines.map((line) => line + end).join(''));
}

/**
 * Makes all changes in one go; their ranges are those of the text as it is given. What lies outside
 * of them stays as it is. Insertions at one place keep their order; removals may overlap.
 *
 * @throws Error when two others overlap, which is a bug of whoever made them
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end, text: piece } of splices.toSorted(inOrder)) {
    if (start < done && (piece !== '' || start === end)) {
      throw new Error(`two changes overlap at ${start}`);
    }
    if (start > done) pieces.push(text.slice(done, start));
    pieces.push(piece);
    done = Math.max(done, end);
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

function inOrder(a: Splice, b: Splice): number {
  return a.start - b.start || a.end - b.end;
}
