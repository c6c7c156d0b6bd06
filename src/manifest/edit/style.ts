import { blockOf, blanksAbove, isBlockItem } from './block.js';
import type { DigestStyle, Manifest, ManifestEntry } from '../model/index.js';
import { quotingOf } from './scalar.js';
import type { Slot } from '../update/index.js';

/** How a file writes what may be written in several ways. */
export interface Style {
  readonly lineEnd: '\n' | '\r\n';
  /** What versions are quoted with that need it. */
  readonly quote: 'single' | 'double';
  readonly digest: DigestStyle;
  /** Whether entries that share a file are one. */
  readonly sharing: 'list' | 'entries';
  /** The lines between two entries. */
  readonly blankLines: number;
  /** By how many columns the items of `cf_stacks` stand further right than the key. */
  readonly stackIndent: number;
}

/** What most of a file's entries do; of two ways that are as common, today's. */
export function styleOf(manifest: Manifest): Style {
  const { text, entries } = manifest;
  const versions = entries.map(({ version }) => quotingOf(text, version));
  return {
    lineEnd: /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n',
    quote: mostCommon(versions.filter((quoting) => quoting !== 'plain')) ?? 'double',
    digest: mostCommon(entries.map(digestsOf)) ?? 'sha256',
    sharing: 'list',
    blankLines: blankLinesOf(manifest),
    stackIndent: mostCommon(entries.map((entry) => stackIndentOf(text, entry))) ?? 0,
  };
}

/** Whether the entries of one dependency, or else of a file, that share a version list their stacks. */
export function sharingOf(slots: readonly Slot[]): Style['sharing'] | undefined {
  let lists = 0;
  let entries = 0;
  const versions = new Set<string>();
  for (const { name, version, arch, stacks = [] } of slots) {
    const key = `${name} ${version} ${arch ?? ''}`;
    if (stacks.length > 1) lists += 1;
    else if (versions.has(key)) entries += 1;
    versions.add(key);
  }
  if (lists === entries) return lists === 0 ? undefined : 'list';
  return lists > entries ? 'list' : 'entries';
}

/** Which digests an entry has; undefined for none. */
export function digestsOf(entry: ManifestEntry): DigestStyle | undefined {
  if (entry.md5 !== undefined) return entry.sha256 === undefined ? 'md5' : 'both';
  return entry.sha256 === undefined ? undefined : 'sha256';
}

/** By how many columns an entry's stacks stand further right than their key; undefined in brackets. */
export function stackIndentOf(text: string, entry: ManifestEntry): number | undefined {
  const dash = entry.stacks?.value[0]?.dash;
  const key = entry.keys.find(({ value }) => value === 'cf_stacks');
  if (dash === undefined || key === undefined) return undefined;
  return Math.max(0, columnOf(text, dash) - columnOf(text, key.start));
}

/** The column of an offset; 0 is the first. */
export function columnOf(text: string, offset: number): number {
  return offset - (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);
}

function blankLinesOf({ text, entries }: Manifest): number {
  const gaps = entries.slice(1, 200).flatMap((entry) => {
    if (!isBlockItem(entry)) return [];
    const { start } = blockOf(text, entry);
    return text.slice(blanksAbove(text, start), start).split('\n').length - 1;
  });
  return mostCommon(gaps) ?? 0;
}

/** The value that comes most often, the first of several; undefined when there is none. */
function mostCommon<T>(values: readonly (T | undefined)[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let best: T | undefined;
  for (const [value, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = value;
  }
  return best;
}
