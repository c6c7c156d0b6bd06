import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk } from 'diff';
import { cyan, green, red } from 'yoctocolors';
import { lineEdits, type LineEdit } from './line-edits.js';
import type { Output } from '../print/output.js';
import { printableText } from '../../text/index.js';

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/**
 * What changed of a file, as `patch` and `git apply -p0` take it; empty when nothing did. A text that
 * is undefined is that of a file that isn't there.
 */
export function unifiedDiff(
  file: string,
  before: string | undefined,
  after: string | undefined,
): string {
  if (before === after) return '';
  const hunks = hunksOf(lineEdits(linesOf(before ?? ''), linesOf(after ?? '')));
  const names = {
    oldFileName: before === undefined ? '/dev/null' : file,
    newFileName: after === undefined ? '/dev/null' : file,
    oldHeader: undefined,
    newHeader: undefined,
  };
  return formatPatch({ ...names, index: undefined, hunks }, FILE_HEADERS_ONLY);
}

/** Writes a diff: with colours where somebody sees it, else to the byte. */
export function writeDiff(output: Output, diff: string): void {
  if (output.isTTY !== true) {
    output.write(diff);
    return;
  }
  const plain = Boolean(process.env.NO_COLOR);
  const lines = diff.split('\n').map((line) => line.split('\t').map(printableText).join('\t'));
  output.write(lines.map((line) => (plain ? line : coloured(line))).join('\n'));
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Changes with their context; those whose contexts touch stand together. */
function hunksOf(edits: readonly LineEdit[]): StructuredPatchHunk[] {
  const spans: { start: number; end: number }[] = [];
  for (const [index, { mark }] of edits.entries()) {
    if (mark === ' ') continue;
    const span = { start: Math.max(0, index - CONTEXT), end: index + 1 + CONTEXT };
    const last = spans.at(-1);
    if (last === undefined || span.start > last.end) spans.push(span);
    else last.end = span.end;
  }
  let [oldStart, newStart, done] = [1, 1, 0];
  return spans.map(({ start, end }) => {
    const skipped = start - done;
    const shown = edits.slice(start, end);
    const oldLines = shown.filter(({ mark }) => mark !== '+').length;
    const newLines = shown.filter(({ mark }) => mark !== '-').length;
    const hunk = {
      oldStart: oldStart + skipped,
      oldLines,
      newStart: newStart + skipped,
      newLines,
      lines: shown.flatMap(lineOf),
    };
    [oldStart, newStart] = [hunk.oldStart + oldLines, hunk.newStart + newLines];
    done = start + shown.length;
    return hunk;
  });
}

function lineOf({ mark, line }: LineEdit): string[] {
  return line.endsWith('\n')
    ? [`${mark}${line.slice(0, -1)}`]
    : [`${mark}${line}`, '\\ No newline at end of file'];
}

function coloured(line: string): string {
  if (line.startsWith('@@')) return cyan(line);
  if (line.startsWith('+')) return green(line);
  if (line.startsWith('-')) return red(line);
  return line;
}
