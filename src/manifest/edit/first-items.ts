import { lineEnd, lineEndAt } from './text/lines.js';
import { type Manifest, sectionOf } from '../model/index.js';
import { lineInsertion, type Splice } from './text/splice.js';

/**
 * Puts the first items of a list below its top-level key, in place of the empty list that may stand there.
 * @returns undefined when there is no such key
 */
export function firstItems(
  manifest: Manifest,
  key: string,
  lines: readonly string[],
): Splice | undefined {
  const { text } = manifest;
  const section = sectionOf(manifest, key);
  if (section === undefined) return undefined;
  const { start, end } = section.range;
  const below = lineEnd(text, end);
  if (section.kind === 'empty') return lineInsertion(text, below, lines);
  // With the space before it, which would be left at the end of the key's line.
  const own = lineEndAt(text, below);
  const body = lines.map((line) => own + line).join('');
  return { start: text.slice(0, start).trimEnd().length, end, text: body };
}
