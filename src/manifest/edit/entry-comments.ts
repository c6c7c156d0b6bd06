import { isScalar, visit } from 'yaml';
import { blockOf, isBlockItem } from './text/block.js';
import { lineAfter, lineEnd, lineStart } from './text/lines.js';
import type { Item, Manifest, ManifestEntry, Range, ListedText } from '../model/index.js';

/** The comments of an entry that has its own lines. */
export interface EntryComments {
  /** Comment lines directly above it, as they are written, without their ends. */
  readonly above: readonly string[];
  /** What stands behind the text of a key in its line, the white space before it included. */
  readonly behind: ReadonlyMap<string, string>;
  /** All others in it, from their `#` on. */
  readonly within: readonly string[];
}

/** An entry without comments. */
export const NO_COMMENTS: EntryComments = { above: [], behind: new Map(), within: [] };

/** The comments of a manifest that go with what they belong to. */
export class ManifestComments {
  readonly #manifest: Manifest;
  #scalars: readonly Range[] | undefined;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  /** Those of an entry. */
  ofEntry(entry: ManifestEntry): EntryComments {
    const { text } = this.#manifest;
    const start = isBlockItem(entry) ? lineStart(text, entry.dash) : entry.range.start;
    const above: string[] = [];
    const behind = new Map<string, string>();
    const within: string[] = [];
    for (const { start: comment, line } of this.#of(entry)) {
      const key = entry.form === 'block' ? keyBefore(text, entry, comment) : undefined;
      if (line.start < start) above.push(withoutEnd(text, line));
      else if (key === undefined) within.push(text.slice(comment, line.end).trimEnd());
      else behind.set(key.name, withoutEnd(text, { start: key.end, end: line.end }));
    }
    return { above, behind, within };
  }

  /** Those of one of an entry's stacks, from their `#` on. */
  ofStack({ start, end, dash }: ListedText): string[] {
    return this.#of({ range: { start, end }, dash }).map(({ start: comment, line }) =>
      this.#manifest.text.slice(comment, line.end).trimEnd(),
    );
  }

  #of(item: Item): { start: number; line: Range }[] {
    const { text } = this.#manifest;
    const block = isBlockItem(item) ? blockOf(text, item) : item.range;
    // Most have none, and to look through all scalars takes time.
    if (!text.slice(block.start, block.end).includes('#')) return [];
    const scalars = (this.#scalars ??= scalarsIn(this.#manifest));
    const own = scalars.slice(firstFrom(scalars, block.start), firstFrom(scalars, block.end));
    return linesIn(text, block).flatMap((line) => {
      const start = commentStart(text, line, own);
      return start === undefined ? [] : [{ start, line }];
    });
  }
}

/** The index of the first range that begins at an offset or behind it. */
function firstFrom(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((ranges[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** In the order of the text. */
function scalarsIn({ document }: Manifest): Range[] {
  const ranges: Range[] = [];
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && node.range) ranges.push({ start: node.range[0], end: node.range[1] });
    },
  });
  return ranges;
}

function linesIn(text: string, { start, end }: Range): Range[] {
  const lines: Range[] = [];
  for (
    let line: Range | undefined = { start, end: lineEnd(text, start) };
    line !== undefined && line.start < end;
    line = lineAfter(text, line.end)
  ) {
    lines.push({ start: line.start, end: Math.min(line.end, end) });
  }
  return lines;
}

/** Where the comment of a line begins: a `#` at its beginning or behind white space, and in no text. */
function commentStart(text: string, line: Range, scalars: readonly Range[]): number | undefined {
  for (let at = text.indexOf('#', line.start); at !== -1 && at < line.end;) {
    const isApart = at === line.start || /\s/.test(text[at - 1] ?? '');
    if (isApart && !scalars.some(({ start, end }) => start <= at && at < end)) return at;
    at = text.indexOf('#', at + 1);
  }
  return undefined;
}

/** The key whose text ends before an offset, with nothing but white space between. */
function keyBefore(text: string, { keys, texts }: ManifestEntry, offset: number) {
  for (const { value: name } of keys) {
    const end = texts.get(name)?.end;
    if (end !== undefined && end <= offset && /^[ \t]*$/.test(text.slice(end, offset))) {
      return { name, end };
    }
  }
  return undefined;
}

function withoutEnd(text: string, { start, end }: Range): string {
  return text.slice(start, end).replace(/\r?\n$/, '');
}
