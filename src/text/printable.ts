/**
 * What a terminal obeys, what turns a line around or ends it, what can't be seen, and what every font
 * shows otherwise: controls (also those of the upper half, such as U+009B), bidi controls, zero-width
 * and other ignorable characters, half letters, private and unassigned ones, line and paragraph
 * separators. The signs that make a pictograph coloured or plain are no harm behind one.
 */
const HARMFUL =
  /(?!(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Longer names are cut; nobody reads on. Characters. */
const LONGEST_NAME = 300;

/** Of a line that a program wrote so much is shown. Characters. */
const LONGEST_LINE = 4096;

/**
 * A foreign name as a message may hold it: on one line, not too long, and without what a terminal
 * would obey or not show at all; that is written by its number, as `\u{1b}`.
 */
export function printable(text: string): string {
  return printableText(text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text);
}

/** The same of a text of any length: one line, harmless. */
export function printableText(text: string): string {
  return escapeHarmful(text, numbered);
}

/** Writes what is harmful in a text in another way; line feeds and tabs are harmful too. */
export function escapeHarmful(text: string, write: (character: string) => string): string {
  return text.replace(HARMFUL, write);
}

/** Whether every line of a text is harmless. */
export function isHarmless(text: string): boolean {
  return printableLines(text) === text;
}

/** The same of a line of a file or of a program's output, whose tabs stay; a very long one is cut. */
export function printableLine(line: string): string {
  const left = line.length - LONGEST_LINE;
  if (left <= 0) return harmlessButTabs(line);
  return `${harmlessButTabs(line.slice(0, LONGEST_LINE))}… (${left} more characters)`;
}

/** Every line of a text, harmless; line feeds stay. */
export function printableLines(text: string): string {
  return text.split('\n').map(harmlessButTabs).join('\n');
}

/**
 * A value with every text in it, names of fields too, harmless and on one line. Only plain objects and
 * lists are looked into.
 */
export function printableIn<Value>(value: Value): Value;
export function printableIn(value: unknown): unknown {
  if (typeof value === 'string') return harmlessButTabs(value);
  if (Array.isArray(value)) return value.map((item) => printableIn<unknown>(item));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [printableText(key), printableIn<unknown>(item)]),
  );
}

/**
 * A value as JSON that reads back as the same value; what is harmful in it is `\uXXXX`.
 * @param indent blanks of each level; without it, it is one line
 */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(HARMFUL, (character) =>
    // Between its tokens it has line feeds of its own, and in its texts none.
    character === '\n' ? character : character.split('').map(unit).join(''),
  );
}

/** `\uXXXX` of half a character (UTF-16), as JSON and YAML have it. */
function unit(half: string): string {
  return `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function harmlessButTabs(text: string): string {
  return escapeHarmful(text, (character) => (character === '\t' ? character : numbered(character)));
}

function numbered(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
