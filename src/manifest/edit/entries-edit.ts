import { blockOf, isBlockItem } from './block.js';
import { joinEdits, removeItems, type Edit } from './edit.js';
import { lineEnd } from './lines.js';
import type { EntryArch, Manifest, ManifestEntry, Section } from '../model/index.js';
import type { Place, Places } from './place.js';
import { insertion, type Splice } from './splice.js';
import type { Style } from './style.js';

/** An entry to be put into the list, in both forms that the list may have. */
export interface NewEntry {
  readonly name: string;
  readonly version: string;
  readonly stacks: readonly string[] | undefined;
  readonly arch: EntryArch | undefined;
  readonly block: (model: ManifestEntry | undefined) => string;
  readonly flow: (model: ManifestEntry | undefined) => string;
}

/** Takes entries out of the list and puts others in. */
export function editEntries(
  manifest: Manifest,
  style: Style,
  places: Places,
  gone: ReadonlySet<ManifestEntry>,
  coming: readonly NewEntry[],
): Edit {
  const { entries, text } = manifest;
  const section = manifest.sections.find(({ key }) => key.value === 'dependencies');
  const inBrackets = section?.flow === true && entries.length > 0;
  const groups = new Map<string, { place: Place; entries: NewEntry[] }>();
  for (const entry of coming.toSorted((a, b) => places.compare(a, b))) {
    const place = places.of(entry);
    const key = place.kind === 'first' ? 'first' : `${place.kind} ${place.index}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { place, entries: [entry] });
    else group.entries.push(entry);
  }
  const replaced = new Set<number>();
  const splices: Splice[] = [];
  for (const { place, entries: added } of groups.values()) {
    if (place.kind === 'first') {
      splices.push(firstEntries(manifest, style, section, added));
    } else if (inBrackets) {
      splices.push(
        flowEntries(
          manifest,
          place.index,
          place.kind,
          gone,
          added.map((entry) => entry.flow(places.model(entry))),
        ),
      );
    } else {
      if (place.kind === 'instead') replaced.add(place.index);
      const blocks = added.map((entry) => {
        const model = places.model(entry);
        return model?.form === 'flow' ? dashed(text, model, entry.flow(model)) : entry.block(model);
      });
      splices.push(blockEntries(text, style, place, blocks));
    }
  }
  const list = section?.range ?? { start: 0, end: 0 };
  const isGone = (index: number) => {
    const entry = entries[index];
    return entry !== undefined && gone.has(entry);
  };
  const removal = removeItems(manifest, list, entries, isGone, (index) => replaced.has(index));
  const changed = splices.length > 0 && section !== undefined ? [list] : [];
  const emptied =
    gone.size === entries.length && gone.size > 0 && coming.length === 0 && !inBrackets
      ? emptyList(text, section)
      : [];
  return joinEdits([removal, { splices: [...splices, ...emptied], changed, removed: [] }]);
}

function dashed(text: string, model: ManifestEntry, flow: string): string {
  const dash = model.dash ?? model.range.start;
  return `${text.slice(text.lastIndexOf('\n', dash) + 1, dash)}- ${flow}`;
}

function blockEntries(
  text: string,
  { lineEnd: end, blankLines }: Style,
  place: Exclude<Place, { kind: 'first' }>,
  blocks: readonly string[],
): Splice {
  const gap = end.repeat(blankLines);
  const block = isBlockItem(place.entry) ? blockOf(text, place.entry) : place.entry.range;
  const body = blocks.join(end + gap);
  switch (place.kind) {
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
  { entries }: Manifest,
  index: number,
  kind: 'instead' | 'after' | 'before',
  gone: ReadonlySet<ManifestEntry>,
  added: readonly string[],
): Splice {
  const stays = (entry: ManifestEntry) => !gone.has(entry);
  const body = added.join(', ');
  const before = kind === 'before' ? undefined : entries.slice(0, index + 1).findLast(stays);
  if (before !== undefined) return insertion(before.range.end, `, ${body}`);
  const after = entries.slice(index).find(stays);
  if (after !== undefined) return insertion(after.range.start, `${body}, `);
  return insertion(entries[0]?.range.start ?? 0, body);
}

/** The first entries of a list that is empty, or of a manifest that has none. */
function firstEntries(
  { text }: Manifest,
  { lineEnd: end, blankLines }: Style,
  section: Section | undefined,
  added: readonly NewEntry[],
): Splice {
  const body = added.map((entry) => entry.block(undefined)).join(end + end.repeat(blankLines));
  if (section === undefined) {
    return insertion(text.length, `dependencies:${end}${body}${end}`);
  }
  if (section.kind !== 'empty') {
    return instead(text, section, end + body);
  }
  return insertion(lineEnd(text, section.range.end), body + end);
}

/** Puts a block below a key in place of the empty list behind it, and of the space before that. */
export function instead(text: string, { range }: Section, block: string): Splice {
  return { start: text.slice(0, range.start).trimEnd().length, end: range.end, text: block };
}

/** What was the last item's list is an empty list then, not nothing. */
export function emptyList(text: string, section: Section | undefined): Splice[] {
  if (section === undefined) return [];
  const colon = text.indexOf(':', section.key.end);
  return [insertion(colon + 1, ' []')];
}
