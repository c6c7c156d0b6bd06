import { parsePatch, type StructuredPatch } from 'diff';
import { readBinaryPatch, type BinaryPatch } from './binary-patch.js';

/** What a patch says of one file. */
export type PatchPart = StructuredPatch & { readonly binary?: BinaryPatch };

const GIT = /^diff --git /m;
const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/**
 * Reads a unified diff, as `diff -u`, `git diff` and `git format-patch` write it. Of git's, what stands
 * before, between and behind its parts is left out: headers and signatures of mails.
 * @throws Error in words for people when it is none
 */
export function readPatchParts(text: string): PatchPart[] {
  if (!GIT.test(text)) return parsePatch(text);
  return partsOf(text.split('\n')).flatMap((lines): PatchPart[] => {
    const part = `${lines.join('\n')}\n`;
    const binary = readBinaryPatch(part);
    if (binary === 'damaged') throw new Error('a binary part of it is damaged');
    return parsePatch(part).map((parsed) =>
      binary === undefined ? parsed : { ...parsed, binary },
    );
  });
}

/** The lines of each part. A part begins with its header; it ends with the last line that its hunks count. */
function partsOf(lines: readonly string[]): string[][] {
  const parts: string[][] = [];
  let part: string[] | undefined;
  let isHeader = false;
  for (let index = 0; index < lines.length;) {
    const line = lines[index] ?? '';
    const hunk = HUNK.exec(line);
    if (line.startsWith('diff --git ') || (!isHeader && isPlainHeader(lines, index))) {
      part = [];
      parts.push(part);
      isHeader = true;
    }
    if (hunk !== null && part !== undefined) {
      const end = endOfHunk(lines, index + 1, Number(hunk[1] ?? 1), Number(hunk[2] ?? 1));
      part.push(...lines.slice(index, end));
      isHeader = false;
      index = end;
      continue;
    }
    if (isHeader) part?.push(line);
    index += 1;
  }
  return parts;
}

/** A part without git's own line, behind one with it. */
function isPlainHeader(lines: readonly string[], index: number): boolean {
  return /^--- \S/.test(lines[index] ?? '') && /^\+\+\+ \S/.test(lines[index + 1] ?? '');
}

/** @returns the index of the first line that is not the hunk's */
function endOfHunk(lines: readonly string[], start: number, before: number, after: number): number {
  let [removed, added, index] = [before, after, start];
  for (; index < lines.length; index += 1) {
    const sign = (lines[index] ?? '').charAt(0);
    if (sign === '\\') continue;
    if (removed <= 0 && added <= 0) break;
    if (sign !== '+') removed -= 1;
    if (sign !== '-') added -= 1;
  }
  return index;
}
