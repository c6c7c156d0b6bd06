import { isMap, isSeq } from 'yaml';
import { BuilderError } from '../../error.js';
import { suggest } from '../../text/index.js';
import { joinEdits, type Edit } from './edit.js';
import { placeOf, refuseShared, writtenElsewhere } from './refuse.js';
import { lineEnd } from './lines.js';
import { parseManifestPath, PATH_EXAMPLE, stepText, type PathStep } from './manifest-path.js';
import { type Located, type Manifest, type MapItem, Tree } from '../model/index.js';
import { writeScalar } from './scalar.js';
import { setValue } from './set-value.js';
import { applySplices, insertion } from './splice.js';
import { columnOf, styleOf, type Style } from './style.js';

type Value = ReturnType<Tree['value']>;

/** A text that was set. */
export interface SetValue {
  readonly path: string;
  /** Undefined: the key wasn't there. */
  readonly from: string | undefined;
  readonly to: string;
}

/**
 * Sets texts of a manifest by their paths, as {@link parseManifestPath} reads them. All else keeps
 * every byte. A key that its map doesn't have yet is written below the last one it has. All paths are
 * those of the manifest as it is given.
 *
 * @returns the new text, the same when all is as it should be, and what was set
 * @throws BuilderError MANIFEST_MISMATCH when a path leads to nothing, to several items, or to what is
 * no text; MANIFEST_INVALID when it can't be set since it is written elsewhere or repeated there
 */
export function setManifestValues(
  manifest: Manifest,
  values: Readonly<Record<string, string>>,
): { text: string; set: SetValue[] } {
  const tree = new Tree(manifest.document, manifest.text);
  const style = styleOf(manifest);
  const edits: { edit: Edit; column: number }[] = [];
  const set: SetValue[] = [];
  const seen = new Map<string, string>();
  for (const [path, to] of Object.entries(values)) {
    const place = findPlace(manifest, tree, path);
    refuseTwice(manifest, seen, place, path);
    const edit = editOf(manifest, style, place, to, path);
    if (edit === undefined) continue;
    edits.push({ edit, column: columnOf(manifest.text, place.item.range.start) });
    set.push({ path, from: place.value?.value, to });
  }
  // A map may end in the same line as one in it: what comes into the inner one stands above.
  const inner = edits.toSorted((a, b) => b.column - a.column);
  const edit = joinEdits(inner.map(({ edit }) => edit));
  refuseShared(manifest, edit);
  return { text: applySplices(manifest.text, edit.splices), set };
}

/** Where a text is, or would be. */
interface Place {
  readonly item: MapItem;
  readonly key: string;
  readonly value: Located<string> | undefined;
}

function findPlace(manifest: Manifest, tree: Tree, path: string): Place {
  const steps = parseManifestPath(path);
  if (steps === undefined) {
    throw mismatch(manifest, 0, `'${path}' is no path of a manifest`, `Such as ${PATH_EXAMPLE}`);
  }
  let map = tree.value(manifest.document.contents, 0);
  for (const step of steps.slice(0, -1)) map = into(manifest, tree, map, step, path);
  const last = steps.at(-1);
  const read = tree.mapItem({ ...map, item: { range: map.range, dash: undefined } });
  if (last === undefined || read === undefined) {
    throw mismatch(
      manifest,
      map.range.start,
      `'${path}': there are no keys here`,
      `A list's items are named by what they have, such as ${PATH_EXAMPLE}`,
    );
  }
  const found = read.fields.get(last.key);
  const value = tree.text(found);
  if (found !== undefined && value === undefined) {
    const kind = isSeq(found.node) ? 'a list' : 'a map';
    throw mismatch(
      manifest,
      found.range.start,
      `'${path}' is ${kind}, and only texts can be set`,
      isSeq(found.node)
        ? `A list's items are named by what they have, such as ${PATH_EXAMPLE}`
        : `Name one of its keys: ${path}.KEY`,
    );
  }
  return { item: read.item, key: last.key, value };
}

/** What a step leads to from a map. */
function into(manifest: Manifest, tree: Tree, map: Value, step: PathStep, path: string): Value {
  const fields = tree.fields(map.node);
  const value = fields.get(step.key);
  if (value === undefined) {
    throw mismatch(
      manifest,
      map.range.start,
      `'${path}': there is no '${step.key}'`,
      known(step.key, [...fields.keys()], 'There is'),
    );
  }
  if (step.where.length === 0) {
    if (isMap(value.node)) return value;
    throw mismatch(
      manifest,
      value.range.start,
      `'${path}': '${step.key}' has no keys`,
      isSeq(value.node)
        ? `Say which of its items is meant, such as ${PATH_EXAMPLE}`
        : 'Only a map has keys.',
    );
  }
  const items = tree
    .items(value)
    .map((item) => ({ item, fields: tree.fields(item.node) }))
    .map(({ item, fields }) => ({
      item,
      text: (key: string) => tree.text(fields.get(key))?.value,
    }));
  const [only, ...others] = items.filter(({ text }) =>
    step.where.every((condition) => text(condition.key) === condition.value),
  );
  if (only === undefined) {
    const [first] = step.where;
    const names = items.flatMap(({ text }) => text(first?.key ?? '') ?? []);
    throw mismatch(
      manifest,
      value.range.start,
      `'${path}': ${stepText(step)} is not there`,
      known(first?.value ?? '', [...new Set(names)], `'${first?.key ?? ''}' is`),
    );
  }
  if (others.length > 0) {
    const lines = [only, ...others].map(({ item }) => manifest.position(item.range.start).line);
    throw mismatch(
      manifest,
      only.item.range.start,
      `'${path}': ${stepText(step)} is there ${lines.length} times, in the lines ${lines.join(', ')}`,
      `Say more of the one that is meant: ${stepText({ ...step, where: [...step.where, { key: 'KEY', value: 'VALUE' }] })}`,
    );
  }
  return only.item;
}

function editOf(
  manifest: Manifest,
  style: Style,
  { item, key, value }: Place,
  to: string,
  path: string,
): Edit | undefined {
  if (value !== undefined) return setValue(manifest, style, item, key, value, to, `'${path}'`);
  if (item.form === 'alias') {
    throw writtenElsewhere(manifest, item.range, item.range, key, `'${path}'`);
  }
  const [first, end] = [item.keys[0], item.ends.at(-1)];
  if (first === undefined || end === undefined) {
    throw mismatch(manifest, item.range.start, `'${path}': there is nothing beside it`);
  }
  const { text } = manifest;
  const pair = `${key}: ${writeScalar(to, { quote: style.quote })}`;
  const changed = [item.range];
  if (item.form === 'flow') {
    return { splices: [insertion(end, `, ${pair}`)], changed, removed: [] };
  }
  const at = lineEnd(text, end);
  const indent = ' '.repeat(columnOf(text, first.start));
  const whole = text.slice(0, at).endsWith('\n');
  const line = whole ? indent + pair + style.lineEnd : style.lineEnd + indent + pair;
  return { splices: [insertion(at, line)], changed, removed: [] };
}

/** Two paths of one text would be set in turns. */
function refuseTwice(
  manifest: Manifest,
  seen: Map<string, string>,
  { item, key }: Place,
  path: string,
): void {
  const id = `${item.range.start} ${key}`;
  const other = seen.get(id);
  if (other !== undefined) {
    throw mismatch(manifest, item.range.start, `'${path}' and '${other}' are the same`);
  }
  seen.set(id, path);
}

function known(word: string, words: readonly string[], lead: string): string {
  const nearest = suggest(word, words);
  if (words.length === 0) return 'There is nothing.';
  return (
    (nearest === undefined ? '' : `Did you mean '${nearest}'? `) +
    `${lead}: ${words.slice(0, 20).join(', ')}${words.length > 20 ? ', …' : ''}.`
  );
}

function mismatch(
  manifest: Manifest,
  offset: number,
  message: string,
  hint?: string,
): BuilderError {
  return new BuilderError(
    'MANIFEST_MISMATCH',
    `${placeOf(manifest, offset)}: ${message}`,
    hint === undefined ? {} : { hint },
  );
}
