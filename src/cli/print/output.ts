import { stripVTControlCharacters } from 'node:util';
import { printableLines } from '../../text/index.js';
import type { Told } from './told.js';

/** A stream that text is written to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** The codes of the colours that we use; none conceals, blinks or does more. */
// eslint-disable-next-line no-control-regex -- they start with a control character
const COLOURS = /(\u001B\[(?:1|2|22|3[12369])m)/;

/** Writes lines, with their colours only where somebody sees them (https://no-color.org). */
export function writeLines(output: Output, lines: Told | readonly Told[]): void {
  const text = `${[lines].flat().join('\n')}\n`;
  const coloured = output.isTTY === true && !process.env.NO_COLOR;
  output.write(coloured ? onlyColours(text) : withoutColours(text));
}

/**
 * A text for a terminal: it can set colours and end lines, and do nothing else. What comes here is
 * harmless already; this holds where that was missed.
 */
export function onlyColours(text: string): string {
  return text
    .split(COLOURS)
    .map((part, index) => (index % 2 === 1 ? part : printableLines(part)))
    .join('');
}

/** The same for whatever isn't a terminal: without colours. */
export function withoutColours(text: string): string {
  return stripVTControlCharacters(onlyColours(text));
}
