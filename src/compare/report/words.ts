import { plural, printableLine } from '../../text/index.js';

const LONGEST = 300;

/** A text from a file, harmless on a terminal, on one line and not too long. */
export function visible(text: string): string {
  return printableLine(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** A number as people read it. */
export function number(value: number): string {
  return value.toLocaleString('en');
}

/** `1 byte`, `2 bytes`. */
export function bytes(count: number): string {
  return counted(count, 'byte');
}

/** `1 file`, `2 files`. */
export function counted(count: number, what: string): string {
  return `${number(count)} ${plural(count, what)}`;
}
