import { cellWidth } from './width.js';

/**
 * Cells of one line each as columns under headings, without lines around them, so that every cell can be
 * copied and cut. Cells may be coloured. The time grows with the rows: a manifest has thousands.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((cells) =>
    head.map((_, index) => {
      const text = cells[index] ?? '';
      return { text, width: cellWidth(text) };
    }),
  );
  const widths = head.map((_, index) =>
    all.reduce((widest, cells) => Math.max(widest, cells[index]?.width ?? 0), 0),
  );
  return all
    .map((cells) =>
      cells
        .map(({ text, width }, index) => text + ' '.repeat((widths[index] ?? 0) - width))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
