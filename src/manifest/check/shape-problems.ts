import { isAlias, isMap, isScalar, isSeq, visit, type Document, type Node, YAMLMap } from 'yaml';
import { printable, meant } from '../../text/index.js';
import type { Manifest, Range } from '../model/index.js';
import type { Observation } from './check.js';
import { manifestShape, type MappingShape, type Shape } from './shape.js';

/** In which way a part of a manifest is not what it has to be; each is a check of its own. */
type ShapeFault = 'misspelt-key' | 'unknown-key' | 'duplicate-key' | 'missing-key' | 'wrong-type';

type ShapeProblem = Observation & { readonly fault: ShapeFault };
type Anchors = ReadonlyMap<string, Node>;

const KINDS: Record<Exclude<Shape['kind'], 'any'>, string> = {
  text: 'a text',
  list: 'a list',
  names: 'a mapping',
  mapping: 'a mapping',
};

/** Five checks ask for parts of the same answer. */
const known = new WeakMap<Manifest, readonly ShapeProblem[]>();

/** The places where a manifest has not the form of one, for one kind of fault. */
export function shapeProblems(manifest: Manifest, fault: ShapeFault): Observation[] {
  const problems = known.get(manifest) ?? problemsOf(manifest);
  known.set(manifest, problems);
  return problems
    .filter((problem) => problem.fault === fault)
    .map(({ range, message }) => ({ range, message }));
}

function problemsOf({ document, text, stack }: Manifest): ShapeProblem[] {
  const { contents } = document;
  const shape = manifestShape(stack !== undefined);
  const anchors = text.includes('&') ? anchorsOf(document) : new Map<string, Node>();
  const top = isEmpty(contents) ? new YAMLMap() : contents;
  return [...problemsIn(top, shape, shape.label, anchors)];
}

/** Looked up once: yaml goes through the whole document for every alias. */
function anchorsOf(document: Document.Parsed): Anchors {
  const anchors = new Map<string, Node>();
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return anchors;
}

/** @param what the node in words, for messages */
function* problemsIn(
  node: unknown,
  shape: Shape,
  what: string,
  anchors: Anchors,
): Generator<ShapeProblem> {
  const meant = followed(node, anchors);
  if (shape.kind === 'any' || isEmpty(meant)) return;
  if (!isOf(meant, shape)) {
    const message = `${what} has to be ${KINDS[shape.kind]}, and is ${kindOf(meant)}`;
    yield { fault: 'wrong-type', range: rangeOf(node), message };
    return;
  }
  // What an alias stands for was looked at where it is written.
  if (isAlias(node)) return;
  if (isSeq(meant) && shape.kind === 'list') {
    const item = shape.of.kind === 'mapping' ? shape.of.label : `an item of ${what}`;
    for (const child of meant.items) yield* problemsIn(child, shape.of, item, anchors);
  } else if (isMap(meant) && shape.kind === 'mapping') {
    yield* problemsOfMapping(meant, shape, anchors);
  } else if (isMap(meant) && shape.kind === 'names') {
    for (const { value } of meant.items) yield* problemsIn(value, shape.of, what, anchors);
  }
}

function* problemsOfMapping(
  map: YAMLMap,
  shape: MappingShape,
  anchors: Anchors,
): Generator<ShapeProblem> {
  const seen = new Set<string>();
  const filled = new Set<string>();
  const names = Object.keys(shape.keys);
  const written = new Set(map.items.map(({ key }) => textOf(key)));
  for (const { key, value } of map.items) {
    const name = textOf(key);
    const range = rangeOf(key);
    if (name === '<<') {
      for (const merged of mergedKeys(value, anchors)) filled.add(merged);
      continue;
    }
    if (seen.has(name)) {
      const message = `${titleOf(map, shape)} has the key '${printable(name)}' twice`;
      yield { fault: 'duplicate-key', range, message };
    }
    seen.add(name);
    if (!isEmpty(followed(value, anchors))) filled.add(name);
    const expected = Object.hasOwn(shape.keys, name) ? shape.keys[name] : undefined;
    if (expected === undefined) {
      // A place for what is repeated elsewhere, which nobody is meant to read.
      if (name.startsWith('x-')) continue;
      // What is there itself wasn't meant by another key.
      const question = meant(
        name,
        names.filter((one) => !written.has(one)),
      );
      const told = `${shape.label} has no key '${printable(name)}'`;
      yield question === undefined
        ? { fault: 'unknown-key', range, message: `${told}; it has ${names.join(', ')}` }
        : { fault: 'misspelt-key', range, message: `${told}: ${question}` };
    } else {
      yield* problemsIn(value, expected, `'${name}'`, anchors);
    }
  }
  for (const name of shape.required.filter((one) => !filled.has(one))) {
    const message = seen.has(name)
      ? `${titleOf(map, shape)} has nothing under '${name}'`
      : `${titleOf(map, shape)} has no '${name}'`;
    yield { fault: 'missing-key', range: rangeOf(map), message };
  }
}

/** The keys that `<<:` brings in, through any number of steps. */
function* mergedKeys(
  value: unknown,
  anchors: Anchors,
  seen: ReadonlySet<unknown> = new Set(),
): Generator<string> {
  const meant = followed(value, anchors);
  if (seen.has(meant)) return;
  const within = new Set([...seen, meant]);
  if (isSeq(meant)) {
    for (const item of meant.items) yield* mergedKeys(item, anchors, within);
  } else if (isMap(meant)) {
    for (const pair of meant.items) {
      if (textOf(pair.key) === '<<') yield* mergedKeys(pair.value, anchors, within);
      else yield textOf(pair.key);
    }
  }
}

/** `python 3.5.2` where the mapping says so. */
function titleOf(map: YAMLMap, { label }: MappingShape): string {
  const title = ['name', 'version']
    .flatMap((wanted) => map.items.find(({ key }) => textOf(key) === wanted) ?? [])
    .map(({ value }) => textOf(value))
    .filter((part) => part !== '')
    .join(' ');
  return title === '' ? label : `${label} (${printable(title)})`;
}

function followed(node: unknown, anchors: Anchors): unknown {
  return isAlias(node) ? anchors.get(node.source) : node;
}

function isEmpty(node: unknown): boolean {
  if (node === null || node === undefined) return true;
  return isScalar(node) && (node.value === null || node.value === '');
}

function isOf(node: unknown, { kind }: Shape): boolean {
  if (kind === 'text') return isScalar(node);
  return kind === 'list' ? isSeq(node) : isMap(node);
}

function kindOf(node: unknown): string {
  if (isSeq(node)) return KINDS.list;
  return isMap(node) ? KINDS.mapping : KINDS.text;
}

function textOf(node: unknown): string {
  return isScalar(node) && typeof node.value === 'string' ? node.value : '';
}

function rangeOf(node: unknown): Range {
  const known = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  const [start, end] = (known ? node.range : undefined) ?? [0, 0];
  return { start, end };
}
