import { printableJson } from '../../text/index.js';
import { writeLines } from '../print/output.js';
import { trimmed, type Told } from '../print/told.js';

/** Prints data as one line of JSON, or as text for people. */
export function print(options: { json: boolean }, data: unknown, text: Told): void {
  if (options.json) printJson(data);
  else writeLines(process.stdout, trimmed(text));
}

/** Prints data as one line of JSON. */
export function printJson(data: unknown): void {
  process.stdout.write(`${printableJson(data)}\n`);
}
