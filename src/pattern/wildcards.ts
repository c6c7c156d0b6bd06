/*
 * Patterns of names and paths as others write them. They are matched without ever trying the same
 * again: in the worst case in a time that grows with pattern times path. A regular expression made of
 * `**` and `*` tries every way to divide a path, which for eight of them takes longer than anybody waits.
 */

/** In a pattern: any number of items, none too. */
const ANY = Symbol('any number of items');

/** What items have to be, one after the other. */
type Row = readonly (typeof ANY | ((item: string) => boolean))[];

/** Whether the names of a path, from its first to its last, are what a pattern wants. */
export type PathTest = (names: readonly string[]) => boolean;

export interface PathSyntax {
  /** Whether `a/**` is what lies in a alone, as for git, and not a itself. */
  readonly inside?: boolean;
  /** Whether case makes no difference. */
  readonly ignoreCase?: boolean;
}

/**
 * Reads a pattern of a path: `*` is any number of characters, `?` one, `[a-z]` and `[!a-z]` one of some,
 * `**` between slashes any number of names, and what stands behind a backslash is itself.
 */
export function pathPattern(
  pattern: string,
  { inside = false, ignoreCase = false }: PathSyntax = {},
): PathTest {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const parts = fold(pattern).split('/');
  const row = parts.flatMap((part, index): Row => {
    if (part !== '**') return [namePattern(part)];
    const isEnd = index > 0 && index === parts.length - 1;
    return inside && isEnd ? [ANY, () => true] : [ANY];
  });
  return (names) => fits(row, names.map(fold));
}

function namePattern(pattern: string): (name: string) => boolean {
  const row = charactersOf(pattern);
  return (name) => fits(row, Array.from(name));
}

/**
 * Whether items fit a row. When one doesn't, the newest ANY takes one item more: an earlier one
 * never has to, since what stands between the two fits already.
 */
function fits(row: Row, items: readonly string[]): boolean {
  let at = 0;
  let newest: { readonly at: number; taken: number } | undefined;
  for (let next = 0; next < items.length;) {
    const wanted = row[at];
    if (wanted === ANY) {
      newest = { at, taken: next };
      at += 1;
    } else if (wanted?.(items[next] ?? '') === true) {
      at += 1;
      next += 1;
    } else if (newest !== undefined) {
      newest.taken += 1;
      at = newest.at + 1;
      next = newest.taken;
    } else return false;
  }
  return row.slice(at).every((wanted) => wanted === ANY);
}

function charactersOf(pattern: string): Row {
  const characters = Array.from(pattern);
  const row: (typeof ANY | ((item: string) => boolean))[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    const set = character === '[' ? setAt(characters, at) : undefined;
    if (set !== undefined) {
      row.push(set.has);
      at = set.end;
    } else if (character === '*') {
      if (row.at(-1) !== ANY) row.push(ANY);
    } else if (character === '?') row.push(() => true);
    else {
      if (character === '\\' && at + 1 < characters.length) at += 1;
      const wanted = characters[at];
      row.push((item) => item === wanted);
    }
  }
  return row;
}

/** The set of characters that begins at a bracket; undefined when it has no end, and is a bracket. */
function setAt(
  characters: readonly string[],
  start: number,
): { has: (item: string) => boolean; end: number } | undefined {
  const isNegated = ['!', '^'].includes(characters[start + 1] ?? '');
  const first = start + (isNegated ? 2 : 1);
  const ranges: [from: string, to: string][] = [];
  for (let at = first; at < characters.length; at += 1) {
    if (characters[at] === ']' && at > first) {
      const isIn = (item: string) => ranges.some(([from, to]) => isBetween(from, item, to));
      return { has: (item) => isIn(item) !== isNegated, end: at };
    }
    if (characters[at] === '\\') at += 1;
    const from = characters[at] ?? '';
    const last = characters[at + 2];
    if (characters[at + 1] === '-' && last !== undefined && last !== ']') {
      at += last === '\\' ? 3 : 2;
      ranges.push([from, characters[at] ?? '']);
    } else ranges.push([from, from]);
  }
  return undefined;
}

function isBetween(from: string, item: string, to: string): boolean {
  const [low = 0, middle = 0, high = 0] = [from, item, to].map((text) => text.codePointAt(0));
  return low <= middle && middle <= high;
}
