import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Document,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Anchor, Item, ListedText, Located, MapItem, Range } from './manifest.js';

/** What stands behind a name: the node, found through its aliases, and where it is written. */
interface Value {
  readonly node: unknown;
  /** Of the alias, when it is one. */
  readonly range: Range;
}

/** What an alias begins like; a comment or a text may do so too. */
const ALIAS = /(?:^|[\s,:[{])\*/;

/** Map items by key, those of merged maps (`<<: *base`) behind its own. */
type Fields = ReadonlyMap<string, Value>;

/**
 * Reads places and texts from a document that was parsed with `keepSourceTokens` and the failsafe
 * schema, in which every scalar is the text that was written.
 */
export class Tree {
  readonly anchors: readonly Anchor[];
  /** The first alias that nothing before it has the name of. */
  readonly lost: { readonly name: string; readonly start: number } | undefined;
  readonly #targets: ReadonlyMap<unknown, unknown>;
  readonly #text: string;

  constructor(document: Document, text: string) {
    this.#text = text;
    const { anchors, targets, lost } = namedNodes(document, text);
    this.anchors = anchors;
    this.lost = lost;
    this.#targets = targets;
  }

  /** A text with its place; undefined when the value is a list or a map. */
  text(value: Value | undefined): Located<string> | undefined {
    return value !== undefined && isScalar(value.node)
      ? { value: String(value.node.value), ...value.range }
      : undefined;
  }

  /** The texts of a list with their places; undefined when it is none, or one of other things. */
  texts(value: Value | undefined): Located<readonly ListedText[]> | undefined {
    if (value === undefined || !isSeq(value.node)) return undefined;
    const items = this.items(value);
    const texts = items.flatMap((one): ListedText[] => {
      const text = this.text(one);
      return text === undefined ? [] : [{ ...text, dash: one.item.dash }];
    });
    return texts.length === items.length ? { value: texts, ...value.range } : undefined;
  }

  /** The items of a list, none when it is something else. */
  items(value: Value | undefined): (Value & { item: Item })[] {
    if (value === undefined || !isSeq(value.node)) return [];
    const dashes = dashesOf(value.node);
    return value.node.items.map((node, index) => {
      const inner = this.value(node, value.range.end);
      return { ...inner, item: { range: inner.range, dash: dashes[index] } };
    });
  }

  /** An item of a list of maps, and its fields; undefined when it is no map. */
  mapItem(value: Value & { item: Item }): { item: MapItem; fields: Fields } | undefined {
    if (!isMap(value.node)) return undefined;
    const alias = this.#text[value.range.start] === '*';
    const pairs = this.pairs(value.node);
    const own = alias ? [] : pairs;
    const fields = this.#fieldsOf(pairs, new Set([value.node]));
    return {
      item: {
        ...value.item,
        keys: own.map(({ key }) => key),
        merged: [...fields.keys()].filter((key) => !own.some((pair) => pair.key.value === key)),
        ends: own.map((pair) => pair.value.range.end),
        texts: this.#textsOf(fields),
        form: alias ? 'alias' : value.node.flow === true ? 'flow' : 'block',
      },
      fields,
    };
  }

  /** A map that is no item of a list, such as what stands at the top; undefined when it is no map. */
  map(value: Value): { item: MapItem; fields: Fields } | undefined {
    return this.mapItem({ ...value, item: { range: value.range, dash: undefined } });
  }

  /** The fields of a map, none when it is something else. */
  fields(node: unknown, seen: ReadonlySet<unknown> = new Set()): Fields {
    return isMap(node) && !seen.has(node)
      ? this.#fieldsOf(this.pairs(node), new Set([...seen, node]))
      : new Map<string, Value>();
  }

  #textsOf(fields: Fields): Map<string, Located<string>> {
    const texts = new Map<string, Located<string>>();
    for (const [key, value] of fields) {
      const text = this.text(value);
      if (text !== undefined) texts.set(key, text);
    }
    return texts;
  }

  /** @param seen the map of these pairs, and those that merge it */
  #fieldsOf(pairs: ReturnType<Tree['pairs']>, seen: ReadonlySet<unknown>): Fields {
    const fields = new Map<string, Value>();
    const merges: Value[] = [];
    for (const { key, value } of pairs) {
      if (key.value === '<<') merges.push(value);
      else fields.set(key.value, value);
    }
    for (const value of merges) {
      const bases = isSeq(value.node)
        ? value.node.items.map((item) => this.value(item, value.range.end).node)
        : [value.node];
      for (const base of bases) {
        for (const [key, merged] of this.fields(base, seen)) {
          if (!fields.has(key)) fields.set(key, merged);
        }
      }
    }
    return fields;
  }

  /** The keys that are texts, each with its value. */
  pairs(map: YAMLMap): { key: Located<string>; value: Value }[] {
    return map.items.flatMap((pair: Pair) => {
      const key = this.text(this.value(pair.key, 0));
      if (key === undefined) return [];
      const colon = this.#text.indexOf(':', key.end) + 1;
      return [{ key, value: this.value(pair.value, colon > 0 ? colon : key.end) }];
    });
  }

  /** @param empty where it would stand, if nothing is written */
  value(node: unknown, empty: number): Value {
    const range = rangeOf(node, this.#text) ?? { start: empty, end: empty };
    if (!isAlias(node)) return { node, range };
    return { node: this.#targets.get(node), range };
  }
}

/** The place of a node, of a list or map from its first item to its last, without what follows. */
function rangeOf(node: unknown, text: string): Range | undefined {
  if (isPair(node)) return rangeOf(node.value, text) ?? rangeOf(node.key, text);
  if (!isScalar(node) && !isAlias(node) && !isMap(node) && !isSeq(node)) return undefined;
  if (!node.range) return undefined;
  const [start, end] = node.range;
  if ((isMap(node) || isSeq(node)) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    return { start, end: Math.max(rangeOf(last, text)?.end ?? start, start) };
  }
  // A block scalar has its line end within.
  const block = text[start] === '|' || text[start] === '>';
  return { start, end: block ? start + text.slice(start, end).trimEnd().length : end };
}

function dashesOf(list: YAMLSeq): (number | undefined)[] {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') return [];
  return token.items.flatMap(({ start }) => {
    const dash = start.find(({ type }) => type === 'seq-item-ind');
    return dash === undefined ? [] : [dash.offset];
  });
}

function namedNodes(document: Document, text: string) {
  const named = new Map<string, { node: unknown; start: number; uses: number[] }>();
  const all: { name: string; node: unknown; start: number; uses: number[] }[] = [];
  const targets = new Map<unknown, unknown>();
  const lost: { name: string; start: number }[] = [];
  // Most manifests have none, and a walk takes time.
  if (!text.includes('&') && !ALIAS.test(text)) return { anchors: [], targets, lost: undefined };
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) {
        const target = named.get(node.source);
        const start = node.range?.[0] ?? 0;
        targets.set(node, target?.node);
        if (target === undefined) lost.push({ name: node.source, start });
        else target.uses.push(start);
      } else if (node.anchor !== undefined) {
        const name = node.anchor;
        const start = text.lastIndexOf(`&${name}`, node.range?.[0] ?? 0);
        const anchor = { name, node, start, uses: [] };
        named.set(name, anchor);
        all.push(anchor);
      }
    },
  });
  const anchors = all.map(({ name, node, start, uses }) => ({
    name,
    start,
    end: Math.max(rangeOf(node, text)?.end ?? 0, start + 1 + name.length),
    uses,
  }));
  return { anchors, targets, lost: lost[0] };
}
