import { lineEnd } from './text/lines.js';
import { sectionOf } from '../model/index.js';
import { insertion, type Splice } from './text/splice.js';
import type { StyledManifest } from './style.js';

/**
 * Puts the first items of a list below its top-level key, in place of the empty list that may stand there.
 * @param body their lines, without the last one's end
 * @returns undefined when there is no such key
 */
export function firstItems(
  manifest: StyledManifest,
  key: string,
  body: string,
): Splice | undefined {
  const { text, style } = manifest;
  const section = sectionOf(manifest, key);
  if (section === undefined) return undefined;
  const { start, end } = section.range;
  if (section.kind === 'empty') return insertion(lineEnd(text, end), body + style.lineEnd);
  // With the space before it, which would be left at the end of the key's line.
  return { start: text.slice(0, start).trimEnd().length, end, text: style.lineEnd + body };
}
