import type { Comparison, Content, Difference, Format, Pair } from '../comparison.js';
import { byteLines, causeLines, partLines } from './parts.js';
import { bytes, counted, number, visible } from './words.js';
import { plural } from '../../text/index.js';

/** What two artifacts are called in a report. */
export type Names = Pair<string>;

type Different = Extract<Comparison, { same: false }>;

/** What is said about one thing that differs. */
interface Section {
  title: string;
  /** The file that it is about, if it is about one. */
  path: string | null;
  /** As in a diff, `-` is before and `+` after. */
  lines: string[];
}

/** What the digests are, one line for each of the two, as in a diff. Pure. */
export function digestLines({ sha256, size }: Different, names: Names): string[] {
  return [
    `- ${names.before}: ${bytes(size.before)}, sha256 ${sha256.before}`,
    `+ ${names.after}: ${bytes(size.after)}, sha256 ${sha256.after}`,
  ];
}

/** In one sentence, where the difference is. Pure. */
export function verdict({ tar, differences }: Different): string {
  if (tar === null) return 'They could not be read as artifacts, so they were compared as bytes.';
  if (tar.same) return 'The tars in them are the same: they differ only in the gzip around them.';
  const files = differences.filter((difference) => difference.in === 'content').length;
  if (files === 0) return 'All files in them have the same contents: they differ only in the tar.';
  return `${counted(files, 'file')} in them ${plural(files, 'differs', 'differ')}.`;
}

/** Everything that differs, outermost first. Pure. */
export function sectionsOf({ differences }: Different): Section[] {
  return [
    ...differences.flatMap((difference) => fileSection(difference)),
    ...layerSection('gzip', differences),
    ...layerSection('tar', differences),
    ...differences.flatMap((difference) => contentSection(difference)),
    ...unopenedSection('limit', 'too many files differ to look into these too', differences),
    ...unopenedSection('unreachable', 'files that could not be looked into', differences),
  ];
}

function fileSection(difference: Difference): Section[] {
  if (difference.in !== 'file') return [];
  const lines = [visible(difference.note), ...byteLines('the whole files', difference.bytes)];
  return [{ title: 'file', path: null, lines }];
}

function layerSection(layer: 'gzip' | 'tar', differences: readonly Difference[]): Section[] {
  const parts = differences.flatMap((one) => (one.in === layer ? [one.part] : []));
  return parts.length === 0 ? [] : [{ title: layer, path: null, lines: partLines(parts) }];
}

const FORMATS: Record<Format, string> = {
  elf: 'an ELF file',
  ar: 'an ar archive',
  zip: 'a zip file',
  gzip: 'a gzip file',
  pyc: 'compiled python',
};

function contentSection(difference: Difference): Section[] {
  if (difference.in !== 'content' || difference.content.kind === 'unopened') return [];
  const { path, content } = difference;
  return [{ path, ...describe(content) }];
}

function describe(content: Exclude<Content, { kind: 'unopened' }>): Omit<Section, 'path'> {
  switch (content.kind) {
    case 'text':
      return {
        title: 'a text',
        lines: [
          ...content.diff.map(visible),
          ...moreLines(content.omitted, 'line'),
          ...causeLines(content.cause),
        ],
      };
    case 'parts':
      return {
        title: FORMATS[content.format],
        lines: [...partLines(content.parts), ...moreLines(content.omitted, 'part')],
      };
    case 'bytes':
      return {
        title: 'bytes',
        lines: [
          ...(content.note === null ? [] : [visible(content.note)]),
          ...byteLines('the file', content.bytes),
        ],
      };
  }
}

function moreLines(count: number, what: string): string[] {
  return count === 0 ? [] : [`… and ${number(count)} more ${plural(count, what)}`];
}

function unopenedSection(
  reason: Extract<Content, { kind: 'unopened' }>['reason'],
  title: string,
  differences: readonly Difference[],
): Section[] {
  const lines = differences.flatMap((one) =>
    one.in === 'content' && one.content.kind === 'unopened' && one.content.reason === reason
      ? [visible(one.path)]
      : [],
  );
  return lines.length === 0 ? [] : [{ title, path: null, lines }];
}
