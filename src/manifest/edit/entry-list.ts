import { groupBy } from '../../group-by.js';
import { blockOf, isBlockItem } from './text/block.js';
import { type Edit, joinEdits, type ListChange } from './edit.js';
import { EntryOrder, type Newcomer, type Spot } from './entry-order.js';
import { EntryWriter, type EntryValues } from './entry-writer.js';
import type { EntryComments } from './entry-comments.js';
import { firstItems } from './first-items.js';
import type { ManifestEntry } from '../model/index.js';
import { listSection } from './list-section.js';
import { lineEndAt } from './text/lines.js';
import { removeFromSection, removeItems } from './remove-items.js';
import { insertion, lineInsertion, type Splice } from './text/splice.js';
import type { StyledManifest } from './style.js';

/** An entry to be put into the list. */
export interface NewEntry extends Newcomer {
  readonly values: EntryValues;
  /** The entry that it is written like; undefined: in today's form. */
  readonly example: ManifestEntry | undefined;
  /** Keys of the example that it has as that does: what no record knows. */
  readonly kept: readonly string[];
  /** Comments of what it takes the place of. */
  readonly comments: EntryComments;
}

/**
 * Takes entries out of the list and puts others in, where the order of the file has them.
 * @throws BuilderError MANIFEST_INVALID when there is something else than entries in it
 */
export function editEntries(
  manifest: StyledManifest,
  { gone, coming }: ListChange<ManifestEntry, NewEntry>,
): Edit {
  const { entries, text } = manifest;
  if (coming.length === 0) {
    return removeFromSection(manifest, 'dependencies', { items: entries, gone });
  }
  const section = listSection(manifest, 'dependencies');
  const inBrackets = section?.flow === true && entries.length > 0;
  const replaced = new Set<ManifestEntry>();
  const splices: Splice[] = [];
  for (const { spot, added } of bySpot(manifest, { gone, coming })) {
    if (spot.kind === 'first') {
      splices.push(firstEntries(manifest, added));
    } else if (inBrackets) {
      splices.push(flowEntries(manifest, spot, gone, added));
    } else {
      if (spot.kind === 'instead') replaced.add(spot.entry);
      splices.push(blockEntries(manifest, spot, added));
    }
  }
  const list = section?.range ?? { start: 0, end: 0 };
  const removal = removeItems(text, list, { items: entries, gone, replaced });
  const changed = section === undefined ? [] : [list];
  return joinEdits([removal, { splices, changed, removed: [] }]);
}

/** New entries in their order, those that come to one spot together. */
function bySpot(
  manifest: StyledManifest,
  { gone, coming }: ListChange<ManifestEntry, NewEntry>,
): { spot: Spot; added: NewEntry[] }[] {
  const order = new EntryOrder(manifest, gone);
  const spots = coming
    .toSorted((a, b) => order.compare(a, b))
    .map((entry) => ({ entry, spot: order.spotOf(entry) }));
  const groups = groupBy(spots, ({ spot }) =>
    spot.kind === 'first' ? spot.kind : `${spot.kind} ${spot.index}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : { spot: first.spot, added: group.map(({ entry }) => entry) };
  });
}

function blockEntries(
  manifest: StyledManifest,
  { kind, entry }: Exclude<Spot, { kind: 'first' }>,
  added: readonly NewEntry[],
): Splice {
  const { text, style } = manifest;
  const block = isBlockItem(entry) ? blockOf(text, entry) : entry.range;
  const end = lineEndAt(text, block.end);
  const gap = end.repeat(style.blankLines);
  const blocks = added.map(({ values, ...entry }) => {
    const writer = new EntryWriter(manifest, entry.example, entry);
    return entry.example?.form === 'flow' ? writer.braces(values) : writer.block(values);
  });
  const body = blocks.map((lines) => lines.join(end)).join(end + gap);
  switch (kind) {
    case 'before':
      return insertion(block.start, body + end + gap);
    case 'after':
      return insertion(block.end, gap + body + end);
    case 'instead':
      return insertion(block.end, body + end);
  }
}

/** In brackets, behind the nearest entry before that stays, or before the nearest that stays behind. */
function flowEntries(
  manifest: StyledManifest,
  { kind, index }: Exclude<Spot, { kind: 'first' }>,
  gone: ReadonlySet<ManifestEntry>,
  added: readonly NewEntry[],
): Splice {
  const { entries } = manifest;
  const stays = (entry: ManifestEntry) => !gone.has(entry);
  const body = added
    .map(({ values, ...entry }) => new EntryWriter(manifest, entry.example, entry).flow(values))
    .join(', ');
  const before = kind === 'before' ? undefined : entries.slice(0, index + 1).findLast(stays);
  if (before !== undefined) return insertion(before.range.end, `, ${body}`);
  const after = entries.slice(index).find(stays);
  if (after !== undefined) return insertion(after.range.start, `${body}, `);
  return insertion(entries[0]?.range.start ?? 0, body);
}

/** The first entries of a list that is empty, or of a manifest that has none. */
function firstEntries(manifest: StyledManifest, added: readonly NewEntry[]): Splice {
  const { text, style } = manifest;
  const writer = new EntryWriter(manifest, undefined);
  const gap = Array.from({ length: style.blankLines }, () => '');
  const lines = added.flatMap(({ values }, index) => [
    ...(index === 0 ? [] : gap),
    ...writer.block(values),
  ]);
  return (
    firstItems(manifest, 'dependencies', lines) ??
    lineInsertion(text, text.length, ['dependencies:', ...lines])
  );
}
