/**
 * Cells of one line each as columns under headings, like `table`, in a time that grows with the
 * rows and not with their square: a manifest has thousands.
 */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, index) =>
    all.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), 0),
  );
  return all
    .map((row) =>
      widths
        .map((width, index) => {
          const cell = row[index] ?? '';
          return cell + ' '.repeat(width - widthOf(cell));
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function widthOf(cell: string): number {
  return Array.from(cell).length;
}
