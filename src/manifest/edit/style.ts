import { blockOf, blanksAbove, isBlockItem } from './text/block.js';
import { columnOf } from './text/lines.js';
import { type Manifest, type ManifestEntry, mostCommon } from '../model/index.js';
import { quotingOf } from './text/scalar.js';

/** How a file writes what may be written in several ways. */
export interface Style {
  /** What versions are quoted with that need it. */
  readonly quote: 'single' | 'double';
  /** The lines between two entries. */
  readonly blankLines: number;
  /** By how many columns the items of `cf_stacks` stand further right than the key. */
  readonly stackIndent: number;
}

/** A manifest to be edited, with what most of it does. */
export interface StyledManifest extends Manifest {
  readonly style: Style;
}

/** Looks up how most of a manifest is written; of two ways that are as common, today's. */
export function withStyle(manifest: Manifest): StyledManifest {
  const { text, entries } = manifest;
  const versions = entries.map(({ version }) => quotingOf(text, version));
  return {
    ...manifest,
    style: {
      quote: mostCommon(versions.filter((quoting) => quoting !== 'plain')) ?? 'double',
      blankLines: blankLinesOf(manifest),
      stackIndent: mostCommon(entries.map((entry) => stackIndentOf(text, entry))) ?? 0,
    },
  };
}

/** By how many columns an entry's stacks stand further right than their key; undefined in brackets. */
export function stackIndentOf(text: string, entry: ManifestEntry): number | undefined {
  const dash = entry.stacks?.value[0]?.dash;
  const key = entry.keys.find(({ value }) => value === 'cf_stacks');
  if (dash === undefined || key === undefined) return undefined;
  return Math.max(0, columnOf(text, dash) - columnOf(text, key.start));
}

function blankLinesOf({ text, entries }: Manifest): number {
  const gaps = entries.slice(1, 200).flatMap((entry) => {
    if (!isBlockItem(entry)) return [];
    const { start } = blockOf(text, entry);
    return text.slice(blanksAbove(text, start), start).split('\n').length - 1;
  });
  return mostCommon(gaps) ?? 0;
}
