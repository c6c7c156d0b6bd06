import { BuilderError } from '../../error.js';
import { NO_EDIT, type Edit } from './edit.js';
import { columnOf, lineEnd, lineStart } from './text/lines.js';
import { type MapItem, positionText, type Range } from '../model/index.js';
import { markOf, quotingOf, writeScalar } from './text/scalar.js';
import { insertion, removal, type Splice } from './text/splice.js';
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
 * All of them throw BuilderError MANIFEST_INVALID for a value that is written elsewhere: in a merged map, or
 * in the item that this one is an alias of.
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
    this.requireOwn(key, value);
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

  /** Refuses a value of the item that is written elsewhere. */
  requireOwn(key: string, value: Range): void {
    const { range } = this.#item;
    const isWithin = range.start <= value.start && value.end <= range.end;
    if (!isWithin || this.#manifest.text[range.start] === '*') throw this.#elsewhere(key, value);
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
    const { text, style } = this.#manifest;
    const { form, keys, range } = this.#item;
    if (form === 'flow') return insertion(end, pairs.map((pair) => `, ${pair}`).join(''));
    const indent = ' '.repeat(columnOf(text, keys[0]?.start ?? range.start));
    const at = lineEnd(text, end);
    const isWhole = text.slice(0, at).endsWith('\n');
    const lines = pairs.map((pair) =>
      isWhole ? indent + pair + style.lineEnd : style.lineEnd + indent + pair,
    );
    return insertion(at, lines.join(''));
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
