import { printableIn } from '../../text/index.js';

declare const TOLD: unique symbol;

/**
 * Text for people whose foreign parts were made harmless before anything was put around them. Only
 * such text is printed, so that nobody can forget it.
 */
export type Told = string & { readonly [TOLD]: true };

/**
 * Puts values into words. The words are made of values in which every text is harmless and on one line
 * (see `printableIn`): what they begin, colour and align is theirs alone. A text of several lines is
 * handed in as its lines.
 */
export function told<Values extends readonly unknown[]>(
  words: (...values: Values) => string,
  ...values: Values
): Told {
  return words(...printableIn(values)) as Told;
}

/** A document, whose own form says what its lines are: YAML, a file. Only its lines are made harmless. */
export function toldDocument(text: string): Told {
  return told((lines) => lines.join('\n'), text.split('\n'));
}

/** Texts below each other. */
export function joined(texts: readonly Told[]): Told {
  return texts.join('\n') as Told;
}

/** Without blanks and line feeds at its end. */
export function trimmed(text: Told): Told {
  return text.trimEnd() as Told;
}
