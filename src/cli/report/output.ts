import { stripVTControlCharacters } from 'node:util';

/** A stream that text is written to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** Writes lines, with their colours only where somebody sees them (https://no-color.org). */
export function writeLines(output: Output, lines: string | readonly string[]): void {
  const text = `${[lines].flat().join('\n')}\n`;
  const coloured = output.isTTY === true && !process.env.NO_COLOR;
  output.write(coloured ? text : stripVTControlCharacters(text));
}
