import { isMap, isSeq } from 'yaml';
import { BuilderError } from '../../error.js';
import { didYouMean } from '../../text/index.js';
import { parseManifestPath, PATH_EXAMPLE, stepText, type PathStep } from './manifest-path.js';
import {
  type ListedText,
  type Located,
  type Manifest,
  type MapItem,
  positionText,
  Tree,
} from '../model/index.js';

type Value = ReturnType<Tree['value']>;

/** Where the text or the list of a path is, or would be. */
export interface FoundValue {
  readonly path: string;
  readonly item: MapItem;
  readonly key: string;
  readonly value: Located<string> | Located<readonly ListedText[]> | undefined;
}

/** Finds where paths lead in one manifest. All of its methods throw BuilderError MANIFEST_MISMATCH. */
export class PathFinder {
  readonly #manifest: Manifest;
  readonly #tree: Tree;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.#tree = new Tree(manifest.document, manifest.text);
  }

  /** The text or the list of texts that a path leads to, or the map that would have it. */
  find(path: string): FoundValue {
    const steps = parseManifestPath(path);
    if (steps === undefined) {
      throw this.mismatch(0, `'${path}' is no path of a manifest`, `Such as ${PATH_EXAMPLE}`);
    }
    let map = this.#tree.value(this.#manifest.document.contents, 0);
    for (const step of steps.slice(0, -1)) map = this.#into(map, step, path);
    const last = steps.at(-1);
    const read = this.#tree.map(map);
    if (last === undefined || read === undefined) {
      throw this.mismatch(
        map.range.start,
        `'${path}': there are no keys here`,
        `A list's items are named by what they have, such as ${PATH_EXAMPLE}`,
      );
    }
    const found = read.fields.get(last.key);
    const value = this.#tree.text(found) ?? this.#tree.texts(found);
    if (found !== undefined && value === undefined) {
      const kind = isSeq(found.node) ? 'a list of maps' : 'a map';
      throw this.mismatch(
        found.range.start,
        `'${path}' is ${kind}, and only texts and lists of texts can be set`,
        isSeq(found.node)
          ? `A list's items are named by what they have, such as ${PATH_EXAMPLE}`
          : `Name one of its keys: ${path}.KEY`,
      );
    }
    return { path, item: read.item, key: last.key, value };
  }

  /** The refusal of a path, with the place up to which it leads. */
  mismatch(offset: number, message: string, hint?: string): BuilderError {
    return new BuilderError(
      'MANIFEST_MISMATCH',
      `${positionText(this.#manifest, offset)}: ${message}`,
      hint === undefined ? {} : { hint },
    );
  }

  /** What a step leads to from a map. */
  #into(map: Value, step: PathStep, path: string): Value {
    const fields = this.#tree.fields(map.node);
    const value = fields.get(step.key);
    if (value === undefined) {
      throw this.mismatch(
        map.range.start,
        `'${path}': there is no '${step.key}'`,
        known(step.key, [...fields.keys()], 'There is'),
      );
    }
    if (step.where.length === 0) {
      if (isMap(value.node)) return value;
      throw this.mismatch(
        value.range.start,
        `'${path}': '${step.key}' has no keys`,
        isSeq(value.node)
          ? `Say which of its items is meant, such as ${PATH_EXAMPLE}`
          : 'Only a map has keys.',
      );
    }
    const items = this.#tree
      .items(value)
      .map((item) => ({ item, fields: this.#tree.fields(item.node) }))
      .map(({ item, fields }) => ({ item, texts: (key: string) => this.#texts(fields.get(key)) }));
    const [only, ...others] = items.filter(({ texts }) =>
      step.where.every((condition) => texts(condition.key).includes(condition.value)),
    );
    if (only === undefined) {
      const unmet =
        step.where.find(
          ({ key, value }) => !items.some(({ texts }) => texts(key).includes(value)),
        ) ?? step.where[0];
      const names = items.flatMap(({ texts }) => texts(unmet?.key ?? ''));
      throw this.mismatch(
        value.range.start,
        `'${path}': ${stepText(step)} is not there`,
        known(unmet?.value ?? '', [...new Set(names)], `'${unmet?.key ?? ''}' is`),
      );
    }
    if (others.length > 0) {
      const lines = [only, ...others].map(
        ({ item }) => this.#manifest.position(item.range.start).line,
      );
      throw this.mismatch(
        only.item.range.start,
        `'${path}': ${stepText(step)} is there ${lines.length} times, in the lines ${lines.join(', ')}`,
        `Say more of the one that is meant: ${stepText({ ...step, where: [...step.where, tellingApart(only, others)] })}`,
      );
    }
    return only.item;
  }

  /** The texts of a value that is a text or a list of them. */
  #texts(value: Value | undefined): string[] {
    if (value === undefined) return [];
    const all = isSeq(value.node) ? this.#tree.items(value) : [value];
    return all.flatMap((one) => this.#tree.text(one)?.value ?? []);
  }
}

/** What an item of a list has at its keys: several where that is a list. */
interface Described {
  readonly texts: (key: string) => readonly string[];
}

/** A condition that only one of some items fulfils: entries of one version are most often for different stacks. */
function tellingApart(one: Described, others: readonly Described[]): PathStep['where'][number] {
  const key = 'cf_stacks';
  const own = one
    .texts(key)
    .find((stack) => !others.some(({ texts }) => texts(key).includes(stack)));
  return own === undefined ? { key: 'KEY', value: 'VALUE' } : { key, value: own };
}

function known(word: string, words: readonly string[], lead: string): string {
  if (words.length === 0) return 'There is nothing.';
  return (
    didYouMean(word, words) +
    `${lead}: ${words.slice(0, 20).join(', ')}${words.length > 20 ? ', …' : ''}.`
  );
}
