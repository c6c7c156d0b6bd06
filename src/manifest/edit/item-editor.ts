import { BuilderError } from '../../error.js';
import { NO_EDIT, type Edit } from './edit.js';
import { ENTRY_KEYS, isEntryKey } from './entry-keys.js';
import { columnOf, lineEnd, lineEndAt, lineStart } from './text/lines.js';
import { type MapItem, positionText, type Range } from '../model/index.js';
import { markOf, quotingOf, writeScalar } from './text/scalar.js';
import { insertion, lineInsertion, removal, type Splice } from './text/splice.js';
import type { StyledManifest } from './style.js';

/** A key with the text behind it. */
export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** One change of an item's pairs, as {@link ItemEditor} makes it. */
export type PairChange =
  | { readonly kind: 'set'; readonly key: string; readonly to: string }
  | { readonly kind: 'add'; readonly pairs: readonly Pair[]; readonly behind: string }
  | { readonly kind: 'replace'; readonly key: string; readonly by: Pair }
  | { readonly kind: 'remove'; readonly key: string };

/**
 * Edits one map of a manifest: an entry, a default, what stands at the top. All that it isn't told to change
 * keeps every byte. Its methods answer with what there is to do; the map itself stays as it is.
 *
 * What is written in a merged map (`<<`) stays as it is there: the item gets a pair of its own. Of an item that is
 * an alias of another one, and of what can't be taken out of a merged map, they throw BuilderError MANIFEST_INVALID.
 */
export class ItemEditor {
  readonly #manifest: StyledManifest;
  readonly #item: MapItem;
  readonly #title: string;

  /** @param title the item in words, for errors */
  constructor(manifest: StyledManifest, item: MapItem, title: string) {
    this.#manifest = manifest;
    this.#item = item;
    this.#title = title;
  }

  /** Makes a change that was decided on. */
  make(change: PairChange): Edit {
    switch (change.kind) {
      case 'set':
        return this.set(change.key, change.to);
      case 'add':
        return this.add(change.pairs, change.behind);
      case 'replace':
        return this.replace(change.key, change.by);
      case 'remove':
        return this.remove(change.key);
    }
  }

  /** Writes another text behind a key that has one, quoted as that was. */
  set(key: string, to: string): Edit {
    const { text, style } = this.#manifest;
    const value = this.#item.texts.get(key);
    if (value === undefined || value.value === to) return NO_EDIT;
    if (!this.isOwn(value)) return this.#override({ key, value: to });
    const { start, end } = value;
    const quoting = quotingOf(text, value) ?? 'plain';
    const gap = start === end ? ' ' : '';
    const written = gap + writeScalar(to, { quoting, quote: style.quote });
    return { splices: [{ start, end, text: written }], changed: [{ start, end }], removed: [] };
  }

  /**
   * Puts pairs behind another one: in brackets, or on lines of their own.
   * @param written whether they are quoted as that one is, or only where they have to be
   */
  add(pairs: readonly Pair[], behind: string, written: 'alike' | 'plain' = 'alike'): Edit {
    const { text, style } = this.#manifest;
    const { start, end } = this.#ownPair(behind);
    const isAlike = written === 'alike';
    const mark = isAlike ? markOf(text, start) : '';
    const like = isAlike ? quotingOf(text, this.#item.texts.get(behind)) : undefined;
    const texts = pairs.map(
      ({ key, value }) =>
        `${mark}${key}${mark}: ${writeScalar(value, { quoting: like, quote: style.quote })}`,
    );
    return { splices: [this.#behind(end, texts)], changed: [this.#item.range], removed: [] };
  }

  /** Puts a key with a list of texts behind another one: in brackets, or on lines of their own. */
  addList(key: string, list: readonly string[], behind: string): Edit {
    const { style } = this.#manifest;
    const { form, range } = this.#item;
    const { end } = this.#ownPair(behind);
    const texts = list.map((one) => writeScalar(one, { quote: style.quote }));
    const pairs =
      form === 'flow'
        ? [`${key}: [${texts.join(', ')}]`]
        : [`${key}:`, ...texts.map((one) => `${' '.repeat(style.stackIndent)}- ${one}`)];
    return { splices: [this.#behind(end, pairs)], changed: [range], removed: [] };
  }

  /** Writes another pair in the place of one, quoted as that was. */
  replace(key: string, by: Pair): Edit {
    const { text, style } = this.#manifest;
    const { start, end } = this.#ownPair(key);
    const mark = markOf(text, start);
    const quoting = quotingOf(text, this.#item.texts.get(key)) ?? 'plain';
    const value = writeScalar(by.value, { quoting, quote: style.quote });
    const pair = `${mark}${by.key}${mark}: ${value}`;
    return { splices: [{ start, end, text: pair }], changed: [{ start, end }], removed: [] };
  }

  /** Takes out a key with all that stands behind it. */
  remove(key: string): Edit {
    const { text } = this.#manifest;
    const { keys, ends, form, range } = this.#item;
    const { index, start, end } = this.#ownPair(key);
    const previousEnd = ends[index - 1];
    const gone =
      previousEnd === undefined
        ? { start, end: keys[index + 1]?.start ?? end }
        : form === 'flow'
          ? { start: previousEnd, end }
          : { start: lineStart(text, start), end: lineEnd(text, end) };
    return { splices: [removal(gone)], changed: [range], removed: [{ start, end }] };
  }

  /** Writes another list of texts behind a key whose list is written elsewhere: that stays as it is there. */
  setList(key: string, to: readonly string[]): Edit {
    const { text, style } = this.#manifest;
    const list = `[${to.map((value) => writeScalar(value, { quote: style.quote })).join(', ')}]`;
    const index = this.#item.keys.findLastIndex(({ value }) => value === key);
    if (index === -1) return this.#override({ key, value: to });
    const { start, end } = this.#ownPair(key);
    const pair = `${text.slice(start, this.#item.keys[index]?.end)}: ${list}`;
    return { splices: [{ start, end, text: pair }], changed: [{ start, end }], removed: [] };
  }

  /** Refuses a value of the item that is written elsewhere. */
  requireOwn(key: string, value: Range): void {
    if (!this.isOwn(value)) throw this.#elsewhere(key, value);
  }

  /** Whether a value of the item is written in it, not in what it merges or is an alias of. */
  isOwn(value: Range): boolean {
    const { range } = this.#item;
    const isWithin = range.start <= value.start && value.end <= range.end;
    return isWithin && this.#manifest.text[range.start] !== '*';
  }

  /** Gives the item a pair of its own beside what it merges (`<<`), behind the text that usually stands before it. */
  #override({
    key,
    value,
  }: {
    readonly key: string;
    readonly value: string | readonly string[];
  }): Edit {
    const { keys, form, range, texts } = this.#item;
    const before = isEntryKey(key) ? ENTRY_KEYS.slice(0, ENTRY_KEYS.indexOf(key)) : [];
    // Not behind a list: that may change too.
    const behindText = keys.filter((own) => texts.has(own.value));
    const behind =
      behindText.findLast((own) => before.some((other) => other === own.value)) ??
      behindText.at(-1);
    if (form === 'alias' || behind === undefined) {
      throw this.#elsewhere(key, texts.get(key) ?? range);
    }
    return typeof value === 'string'
      ? this.add([{ key, value }], behind.value)
      : this.addList(key, value, behind.value);
  }

  /** The pair of a key that the item has itself; of several, the one that counts. */
  #ownPair(key: string): Range & { readonly index: number } {
    const { keys, ends, texts, range } = this.#item;
    const index = keys.findLastIndex(({ value }) => value === key);
    const start = keys[index]?.start;
    const end = ends[index];
    if (start !== undefined && end !== undefined) return { index, start, end };
    throw this.#elsewhere(key, texts.get(key) ?? range);
  }

  #behind(end: number, pairs: readonly string[]): Splice {
    const { text } = this.#manifest;
    const { form, keys, range } = this.#item;
    if (form === 'flow') return insertion(end, pairs.map((pair) => `, ${pair}`).join(''));
    const indent = ' '.repeat(columnOf(text, keys[0]?.start ?? range.start));
    const at = lineEnd(text, end);
    const lines = pairs.map((pair) => indent + pair);
    if (text[at - 1] === '\n') return lineInsertion(text, at, lines);
    const own = lineEndAt(text, at);
    return insertion(at, lines.map((line) => own + line).join(''));
  }

  #elsewhere(key: string, value: Range): BuilderError {
    const { line } = this.#manifest.position(value.start);
    return new BuilderError(
      'MANIFEST_INVALID',
      `${positionText(this.#manifest, this.#item.range.start)}: ${this.#title} can't be changed: ` +
        `its '${key}' is written in line ${line}, and others may have it from there too`,
      {
        hint: `Write the entry out with a '${key}' of its own, without '<<' or '*', and try again.`,
      },
    );
  }
}
