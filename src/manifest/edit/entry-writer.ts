import { type EntryComments, NO_COMMENTS } from './entry-comments.js';
import { ENTRY_KEYS, isEntryKey } from './entry-keys.js';
import type { ManifestEntry, Range } from '../model/index.js';
import { columnOf, lineEnd, lineStart } from './text/lines.js';
import { markOf, quotingOf, writeScalar, type Quoting } from './text/scalar.js';
import { stackIndentOf, type Style, type StyledManifest } from './style.js';

/** What a new entry says, by key; undefined: it doesn't. */
export interface EntryValues {
  readonly name: string;
  readonly version: string;
  readonly uri: string;
  readonly md5: string | undefined;
  readonly sha256: string | undefined;
  readonly cf_stacks: readonly string[] | undefined;
  readonly source: string | undefined;
  readonly source_sha256: string | undefined;
  /** What is in its file besides. */
  readonly dependencies?: readonly Listed[] | undefined;
}

/** One of what is in an entry's file besides. */
interface Listed {
  readonly name: string;
  readonly version: string;
}

type Key = Exclude<keyof EntryValues, typeof LIST>;

/** The key of what records list as being in a file besides. */
const LIST = 'dependencies';

/** In the order in which both are written. */
const DIGESTS = ['md5', 'sha256'] as const;

const isDigest = (key: Key) => key === 'md5' || key === 'sha256';

/** Today's keys in today's order, but for the digest. */
const TODAY: readonly Key[] = ENTRY_KEYS.filter((key) => !isDigest(key));

/** What of an entry is written as it is elsewhere. */
interface Taken {
  /** Keys of the example that are written as it has them, with all that is behind them. */
  readonly kept: readonly string[];
  readonly comments: EntryComments;
}

/** Writes entries as an example among a manifest's entries is written, or, without one, in today's form. */
export class EntryWriter {
  readonly #text: string;
  readonly #style: Style;
  readonly #example: ManifestEntry | undefined;
  readonly #taken: Taken;

  constructor(
    { text, style }: StyledManifest,
    example: ManifestEntry | undefined,
    taken: Taken = { kept: [], comments: NO_COMMENTS },
  ) {
    this.#text = text;
    this.#style = style;
    this.#example = example;
    this.#taken = taken;
  }

  /** An item of a block list: its lines, without their ends. */
  block(values: EntryValues): string[] {
    const { above, behind } = this.#taken.comments;
    const text = this.#text;
    const example = this.#example;
    const [dash, column] = columnsOf(text, example);
    const indent = ' '.repeat(column);
    const lead = `${' '.repeat(dash)}-${' '.repeat(column - dash - 1)}`;
    const lines = this.#withKept(this.#keys(values), values).flatMap((key) => {
      if (key === LIST && values.dependencies !== undefined) {
        return this.#listLines(values.dependencies);
      }
      if (!isEntryKey(key)) return this.#keptLines(key, column);
      const name = keyText(text, example, key);
      const value = values[key];
      if (value === undefined) return [];
      if (typeof value === 'string') {
        const written = this.#scalar(key, value);
        return [`${name}${gapOf(text, example, key)}${written}${behind.get(key) ?? ''}`];
      }
      const list = example?.stacks;
      if (list !== undefined && text[list.start] === '[')
        return [`${name}: ${this.#flowList(value)}`];
      const further = ' '.repeat(this.#listIndent());
      return [`${name}:`, ...value.map((stack) => `${further}- ${this.#stack(stack)}`)];
    });
    const [first = '', ...others] = lines;
    return [...above, lead + first, ...others.map((line) => (line === '' ? '' : indent + line))];
  }

  /** An item of a block list in braces: its lines, without their ends. */
  braces(values: EntryValues): string[] {
    const text = this.#text;
    const dash = this.#example?.dash ?? this.#example?.range.start ?? 0;
    return [
      ...this.#taken.comments.above,
      `${text.slice(lineStart(text, dash), dash)}- ${this.flow(values)}`,
    ];
  }

  /** A map in braces, on one line. */
  flow(values: EntryValues): string {
    const text = this.#text;
    const example = this.#example;
    const pairs = this.#withKept(this.#keys(values), values).flatMap((key) => {
      if (key === LIST && values.dependencies !== undefined) {
        const items = values.dependencies.map((one) => `{${this.#listed(one).join(', ')}}`);
        return [`${keyText(text, example, LIST)}: [${items.join(', ')}]`];
      }
      if (!isEntryKey(key)) {
        const { start, end } = this.#kept(key);
        return [text.slice(start, end)];
      }
      const value = values[key];
      if (value === undefined) return [];
      const written = typeof value === 'string' ? this.#scalar(key, value) : this.#flowList(value);
      return [`${keyText(text, example, key)}: ${written}`];
    });
    const pad = example === undefined ? '' : padOf(text, example.range.start);
    return `{${pad}${pairs.join(', ')}${pad}}`;
  }

  /** The keys that a new entry has, in the example's order. */
  #keys(values: EntryValues): Key[] {
    const example = this.#example;
    const own = example?.keys.length
      ? TODAY.concat(DIGESTS).filter((key) => example.keys.some(({ value }) => value === key))
      : TODAY;
    const order = new Map(example?.keys.map(({ value }, index) => [value, index]));
    const keys = own.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    for (const [index, key] of (['name', 'version', 'uri'] as const).entries()) {
      if (!keys.includes(key)) keys.splice(index, 0, key);
    }
    const wanted = DIGESTS.filter((key) => values[key] !== undefined);
    const there = keys.filter((key) => key === 'md5' || key === 'sha256');
    const digests =
      there.length === wanted.length && wanted.every((key) => there.includes(key)) ? there : wanted;
    const [first] = there;
    const at = first === undefined ? keys.indexOf('uri') + 1 : keys.indexOf(first);
    const rest = keys.filter((key) => key !== 'md5' && key !== 'sha256');
    const all = [...rest.slice(0, at), ...digests, ...rest.slice(at)];
    if (values.cf_stacks !== undefined && !all.includes('cf_stacks')) {
      all.splice(at + digests.length, 0, 'cf_stacks');
    }
    return [...all, ...TODAY.filter((key) => values[key] !== undefined && !all.includes(key))];
  }

  /** Puts the keys that are kept, and that of what is listed, where the example has them. */
  #withKept(keys: readonly Key[], { dependencies }: EntryValues): string[] {
    const all: string[] = [...keys];
    const order = this.#example?.keys.map(({ value }) => value) ?? [];
    const placed = [...this.#taken.kept, ...(dependencies === undefined ? [] : [LIST])];
    for (const key of order.filter((one) => placed.includes(one))) {
      const before = order.slice(0, order.indexOf(key)).findLast((one) => all.includes(one));
      all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, key);
    }
    return dependencies === undefined || all.includes(LIST) ? all : [...all, LIST];
  }

  /** How much further than its key the items of a list are indented. */
  #listIndent(): number {
    const example = this.#example;
    const own = example === undefined ? undefined : stackIndentOf(this.#text, example);
    return own ?? this.#style.stackIndent;
  }

  #listLines(list: readonly Listed[]): string[] {
    const indent = ' '.repeat(this.#listIndent());
    const items = list.flatMap((one) => {
      const [name = '', version = ''] = this.#listed(one);
      return [`${indent}- ${name}`, `${indent}  ${version}`];
    });
    return [`${keyText(this.#text, this.#example, LIST)}:`, ...items];
  }

  #listed({ name, version }: Listed): string[] {
    const pair = (key: 'name' | 'version', value: string) =>
      `${keyText(this.#text, this.#example, key)}: ${this.#scalar(key, value)}`;
    return [pair('name', name), pair('version', version)];
  }

  /** A pair of the example as it is written. */
  #kept(key: string): Range {
    const { keys, ends } = this.#example ?? { keys: [], ends: [] };
    const index = keys.findLastIndex(({ value }) => value === key);
    return { start: keys[index]?.start ?? 0, end: ends[index] ?? 0 };
  }

  /** The same in its lines, with what stands behind it, as far as they are indented further than the keys. */
  #keptLines(key: string, column: number): string[] {
    const { start, end } = this.#kept(key);
    const lines = this.#text.slice(start, lineEnd(this.#text, end)).trimEnd();
    const [first = '', ...others] = lines.split(/\r?\n/);
    return [first, ...others.map((line) => (line.trim() === '' ? '' : line.slice(column)))];
  }

  #scalar(key: Key, value: string): string {
    const like = this.#example?.texts.get(key);
    return this.#write(value, quotingOf(this.#text, like));
  }

  #stack(stack: string): string {
    return this.#write(stack, quotingOf(this.#text, this.#example?.stacks?.value[0]));
  }

  /** A version that needs no quotes has none, though that of the example, which does, has. */
  #write(value: string, quoting: Quoting | undefined): string {
    const text = this.#text;
    const example = this.#example;
    const everywhere = quotingOf(text, example?.name) !== 'plain' && example !== undefined;
    const needless = quoting !== undefined && quoting !== 'plain' && !everywhere;
    return writeScalar(value, {
      quoting: needless && !this.#quotesAlways() ? 'plain' : (quoting ?? 'plain'),
      quote: quoting === 'single' || quoting === 'double' ? quoting : this.#style.quote,
    });
  }

  /** Whether the example quotes what needs no quotes. */
  #quotesAlways(): boolean {
    const example = this.#example;
    if (example === undefined) return false;
    return [example.name, example.version, example.uri].some(
      (located) =>
        located !== undefined &&
        (quotingOf(this.#text, located) ?? 'plain') !== 'plain' &&
        writeScalar(located.value) === located.value,
    );
  }

  #flowList(stacks: readonly string[]): string {
    const text = this.#text;
    const example = this.#example;
    const list = example?.stacks;
    const pad = list !== undefined && text[list.start] === '[' ? padOf(text, list.start) : '';
    return `[${pad}${stacks.map((stack) => this.#stack(stack)).join(', ')}${pad}]`;
  }
}

/** The columns of a block item's `-` and of its keys. */
function columnsOf(text: string, example: ManifestEntry | undefined): [dash: number, key: number] {
  if (example?.dash === undefined) return [0, 2];
  const dash = columnOf(text, example.dash);
  const key = columnOf(text, example.range.start);
  return [dash, key > dash + 1 && example.form === 'block' ? key : dash + 2];
}

function keyText(text: string, example: ManifestEntry | undefined, key: Key | typeof LIST): string {
  const like = example?.keys.find(({ value }) => value === key) ?? example?.keys[0];
  const mark = like === undefined ? '' : markOf(text, like.start);
  return mark + key + mark;
}

/** What stands between a key and its value: a colon and one or more spaces. */
function gapOf(text: string, example: ManifestEntry | undefined, key: Key): string {
  const like = example?.keys.find(({ value }) => value === key);
  const value = example?.texts.get(key);
  const gap = like === undefined || value === undefined ? '' : text.slice(like.end, value.start);
  return /^: +$/.test(gap) ? gap : ': ';
}

function padOf(text: string, bracket: number): string {
  return text[bracket + 1] === ' ' ? ' ' : '';
}
