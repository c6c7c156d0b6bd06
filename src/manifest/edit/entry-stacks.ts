import { joinEdits, removeItems, type Edit } from './edit.js';
import { refuseElsewhere } from './refuse.js';
import { lineEnd } from './lines.js';
import type { Manifest, ManifestEntry } from '../model/index.js';
import { quotingOf, writeScalar } from './scalar.js';
import { insertion } from './splice.js';
import { columnOf, type Style } from './style.js';

/** Gives an entry other stacks: those that go are taken out, those that come are put behind the last. */
export function setStacks(
  manifest: Manifest,
  style: Style,
  entry: ManifestEntry,
  stacks: readonly string[],
  what: string,
): Edit {
  const list = entry.stacks;
  if (list === undefined) return { splices: [], changed: [], removed: [] };
  const gone = list.value.map(({ value }) => !stacks.includes(value));
  const coming = stacks.filter((stack) => !list.value.some(({ value }) => value === stack));
  if (!gone.includes(true) && coming.length === 0) return { splices: [], changed: [], removed: [] };
  refuseElsewhere(manifest, entry.range, list, 'cf_stacks', what);
  for (const stack of list.value) refuseElsewhere(manifest, entry.range, stack, 'cf_stacks', what);
  const items = list.value.map(({ start, end, dash }) => ({ range: { start, end }, dash }));
  return joinEdits([
    removeItems(manifest, list, items, (index) => gone[index] === true),
    addStacks(manifest, style, list, coming),
  ]);
}

function addStacks(
  { text }: Manifest,
  style: Style,
  list: NonNullable<ManifestEntry['stacks']>,
  coming: readonly string[],
): Edit {
  const last = list.value.at(-1);
  if (coming.length === 0 || last === undefined) return { splices: [], changed: [], removed: [] };
  const quoting = quotingOf(text, last) ?? 'plain';
  const names = coming.map((stack) => writeScalar(stack, { quoting, quote: style.quote }));
  const changed = [{ start: list.start, end: list.end }];
  if (last.dash === undefined) {
    const added = names.map((name) => `, ${name}`).join('');
    return { splices: [insertion(last.end, added)], changed, removed: [] };
  }
  const indent = ' '.repeat(columnOf(text, last.dash));
  const lines = names.map((name) => `${indent}- ${name}${style.lineEnd}`).join('');
  return { splices: [insertion(lineEnd(text, last.end), lines)], changed, removed: [] };
}
