import type { Range } from '../../model/index.js';

const BYTE_ORDER_MARK = '\uFEFF';

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of an offset ends, its line end included. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** What a line that is put at an offset ends with: what the one above does, or else the one below. */
export function lineEndAt(text: string, offset: number): '\n' | '\r\n' {
  const above = offset === 0 ? -1 : text.lastIndexOf('\n', offset - 1);
  const end = above === -1 ? text.indexOf('\n', offset) : above;
  return text[end - 1] === '\r' ? '\r\n' : '\n';
}

/** The column of an offset; 0 is the first, a byte order mark before it is none. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return offset - start - (text[start] === BYTE_ORDER_MARK ? 1 : 0);
}

/** The line that ends before the one that begins at `start`; undefined above the first. */
export function lineBefore(text: string, start: number): Range | undefined {
  return start === 0 ? undefined : { start: lineStart(text, start - 1), end: start };
}

/** The line that begins at an offset; undefined at the end of the text. */
export function lineAfter(text: string, end: number): Range | undefined {
  return end >= text.length ? undefined : { start: end, end: lineEnd(text, end) };
}

/** Whether a line has nothing but white space. */
export function isBlank(text: string, line: Range): boolean {
  return /^\s*$/.test(text.slice(line.start, line.end));
}

/** The column (0 is the first) of a line's comment, when it has nothing else. */
export function commentColumn(text: string, line: Range): number | undefined {
  const found = /^[ \t]*#/.exec(text.slice(line.start, line.end));
  return found === null ? undefined : found[0].length - 1;
}
