import { isUtf8 } from 'node:buffer';

import { structuredPatch } from 'diff';

import { causeBetween, isReordered, type Cause } from '../cause.js';
import type { Content, Pair } from '../comparison.js';
import type { MemberFile } from '../member-file.js';
import { readRange } from '../stream.js';

/** Larger texts are compared as bytes. */
const LARGEST = 4 * 1024 * 1024;

/** Longer lines are no text to read; where bytes differ says more. */
const LONGEST_LINE = 1000;

/** Time and memory of a diff grow with the square of this. */
const MOST_CHANGES = 1000;

/** Compares two texts line by line; undefined when nobody could read the result. */
export async function compareText(
  { before, after }: Pair<MemberFile>,
  lines: number,
): Promise<Content | undefined> {
  if (Math.max(before.size, after.size) > LARGEST) return undefined;
  const [old, young] = await Promise.all([before, after].map(readText));
  return old === undefined || young === undefined ? undefined : diffTexts(old, young, lines);
}

/** The unified diff of two texts, cut to a number of lines; undefined when nobody could read it. Pure. */
function diffTexts(before: string, after: string, lines: number): Content | undefined {
  const patch = structuredPatch('', '', before, after, '', '', {
    context: 3,
    maxEditLength: MOST_CHANGES,
  });
  if (patch === undefined) return undefined;
  const diff = patch.hunks.flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines,
  ]);
  const shown = diff.slice(0, lines);
  if (shown.some((line) => line.length > LONGEST_LINE)) return undefined;
  return {
    kind: 'text',
    diff: shown,
    omitted: diff.length - shown.length,
    cause: isReordered(before.split('\n'), after.split('\n')) ? 'order' : causeOf(diff),
  };
}

/** The cause that all changed lines have in common. */
function causeOf(diff: readonly string[]): Cause | null {
  const removed = changed(diff, '-');
  const added = changed(diff, '+');
  if (removed.length !== added.length) return null;
  const causes = removed.map((line, index) => causeBetween(line, added[index] ?? ''));
  const [first = null, ...others] = causes;
  return others.every((cause) => cause === first) ? first : null;
}

function changed(diff: readonly string[], sign: '-' | '+'): string[] {
  return diff.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
}

/** Bytes that are no UTF-8 are told apart too, each as the character of its number. */
async function readText({ handle, size }: MemberFile): Promise<string> {
  const bytes = await readRange(handle, 0, size);
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}
