import { nearestLine, type NearLine } from './nearest-line.js';

/** What shall be replaced, and by what; see the overlay's schema. */
export interface Replacement {
  readonly text: string;
  readonly with: string;
  readonly matches: number;
}

/** What came of a replacement. */
export type Replaced =
  | { readonly kind: 'changed'; readonly text: string }
  /** It was replaced already. */
  | { readonly kind: 'same' }
  /** Found another number of times than it should be. */
  | {
      readonly kind: 'mismatch';
      readonly found: number;
      /** How often the new text is there. */
      readonly done: number;
      /** The line of the file that is most like what isn't there. */
      readonly nearest: NearLine | undefined;
    }
  /** Afterwards it could not be told that it was replaced: `done` are the places that would look so. */
  | { readonly kind: 'unclear'; readonly left: number; readonly done: number };

/**
 * Replaces a text in so many places, no more and no fewer. What was replaced already is not replaced
 * again, even where the new text has the old one in it, as a line that was commented out does.
 */
export function replaceText(file: string, replacement: Replacement): Replaced {
  const { text, with: to, matches } = replacement;
  const { whole, padded } = pad(file, text);
  const now = count(whole, text, to);
  if (now.left.length === 0 && now.done === matches) return { kind: 'same' };
  if (now.left.length !== matches) {
    const nearest = now.left.length === 0 ? nearestLine(whole, text) : undefined;
    return { kind: 'mismatch', found: now.left.length, done: now.done, nearest };
  }
  const replaced = replaceAt(whole, now.left, text, to);
  const changed = padded && replaced.endsWith('\n') ? replaced.slice(0, -1) : replaced;
  const after = count(pad(changed, text).whole, text, to);
  return after.left.length === 0 && after.done === matches
    ? { kind: 'changed', text: changed }
    : { kind: 'unclear', left: after.left.length, done: after.done };
}

/** A last line without an end is a line all the same. */
function pad(file: string, text: string): { whole: string; padded: boolean } {
  const padded = file !== '' && !file.endsWith('\n') && text.endsWith('\n');
  return { whole: padded ? `${file}\n` : file, padded };
}

/** Where a text stands that is yet to be replaced, and in how many places it was. */
function count(file: string, text: string, to: string): { left: number[]; done: number } {
  if (text.includes(to)) {
    const left = placesOf(file, text);
    return { left, done: outside(file, to, { places: left, length: text.length }).length };
  }
  const done = placesOf(file, to);
  return { left: outside(file, text, { places: done, length: to.length }), done: done.length };
}

function placesOf(file: string, text: string): number[] {
  return outside(file, text, { places: [], length: 0 });
}

/** Where a text stands that isn't within one of some spans; none overlaps another. */
function outside(
  file: string,
  text: string,
  spans: { readonly places: readonly number[]; readonly length: number },
): number[] {
  const found: number[] = [];
  let span = 0;
  for (let at = file.indexOf(text); at !== -1;) {
    let start = spans.places[span];
    while (start !== undefined && start + spans.length < at + text.length) {
      span += 1;
      start = spans.places[span];
    }
    const within = start !== undefined && start <= at;
    if (!within) found.push(at);
    at = file.indexOf(text, within ? at + 1 : at + text.length);
  }
  return found;
}

function replaceAt(file: string, places: readonly number[], text: string, to: string): string {
  const pieces: string[] = [];
  let end = 0;
  for (const place of places) {
    pieces.push(file.slice(end, place), to);
    end = place + text.length;
  }
  return pieces.join('') + file.slice(end);
}
