import Table from 'cli-table3';

const NO_LINES = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, part === 'middle' ? '  ' : '']),
);

/** Columns under headings, without lines around them, so that every cell can be copied and cut. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const text = new Table({
    head: [...head],
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  text.push(...rows.map((row) => [...row]));
  return text
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
