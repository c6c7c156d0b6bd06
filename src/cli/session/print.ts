import { printableJson } from '../../text/index.js';
import { writeLines } from '../print/output.js';
import { trimmed, type Told } from '../print/told.js';
import type { Answer } from '../schema/answer.js';

/** Prints an answer as one line of JSON, or as text for people. */
export function print(options: { json: boolean }, answer: Answer, text: Told): void {
  if (options.json) printJson(answer);
  else writeLines(process.stdout, trimmed(text));
}

/** Prints an answer as one line of JSON. */
export function printJson(answer: Answer): void {
  process.stdout.write(`${printableJson(answer)}\n`);
}
