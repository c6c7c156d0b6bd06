import { diffArrays } from 'diff';

/** A line, line end included, that both texts have, only the old one, or only the new one. */
export interface LineEdit {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * How one list of lines becomes another. Lines that each has exactly once hold both together
 * ("patience diff"), and only what lies between them is searched for the shortest way: that takes
 * time by the square of the changes, which for ten thousand of them is a minute.
 */
export function lineEdits(before: readonly string[], after: readonly string[]): LineEdit[] {
  let [old, now] = [0, 0];
  const end = { old: before.length, now: after.length };
  return [...anchors(before, after), end].flatMap((anchor) => {
    const edits = between(before.slice(old, anchor.old), after.slice(now, anchor.now));
    [old, now] = [anchor.old + 1, anchor.now + 1];
    return [...edits, ...marked(' ', before.slice(anchor.old, old))];
  });
}

function between(before: readonly string[], after: readonly string[]): LineEdit[] {
  if (before.length === 0) return marked('+', after);
  if (after.length === 0) return marked('-', before);
  return diffArrays([...before], [...after]).flatMap(({ value, added, removed }) =>
    marked(removed ? '-' : added ? '+' : ' ', value),
  );
}

function marked(mark: LineEdit['mark'], lines: readonly string[]): LineEdit[] {
  return lines.map((line) => ({ mark, line }));
}

interface Anchor {
  readonly old: number;
  readonly now: number;
}

/** The lines that both have once, as many of them as are in the same order. */
function anchors(before: readonly string[], after: readonly string[]): Anchor[] {
  const places = once(after);
  const common = [...once(before)].flatMap(([line, old]): Anchor[] => {
    const now = places.get(line);
    return now === undefined ? [] : [{ old, now }];
  });
  return longestRise(common);
}

/** Lines that are there exactly once, with their index. */
function once(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const again = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (places.has(line)) again.add(line);
    else places.set(line, index);
  }
  for (const line of again) places.delete(line);
  return places;
}

/** The longest part of a list whose `now` rises; https://en.wikipedia.org/wiki/Patience_sorting */
function longestRise(list: readonly Anchor[]): Anchor[] {
  interface Card {
    readonly anchor: Anchor;
    readonly previous: Card | undefined;
  }
  const tops: Card[] = [];
  for (const anchor of list) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle]?.anchor.now ?? 0) < anchor.now) low = middle + 1;
      else high = middle;
    }
    tops[low] = { anchor, previous: tops[low - 1] };
  }
  const rise: Anchor[] = [];
  for (let card = tops.at(-1); card !== undefined; card = card.previous) rise.push(card.anchor);
  return rise.reverse();
}
