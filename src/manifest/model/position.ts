import type { Manifest } from './manifest.js';

const BYTE_ORDER_MARK = '\uFEFF';

/** Makes {@link Manifest.position} for a text: its lines are counted once, when first asked for. */
export function positionsIn(text: string): Manifest['position'] {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = lineAt(starts, offset);
    const mark = line === 0 && text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    return { line: line + 1, column: Math.max(1, offset - (starts[line] ?? 0) - mark + 1) };
  };
}

/** `path:line:column` of an offset, as compilers write it and editors jump to. */
export function positionText(
  { path, position }: Pick<Manifest, 'path' | 'position'>,
  offset: number,
): string {
  const { line, column } = position(offset);
  return `${path}:${line}:${column}`;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    starts.push(end + 1);
  }
  return starts;
}

/** The index of the last line that starts at the offset or before it. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
