/** Longer texts are cut; nobody reads on. */
const LONGEST = 300;

/**
 * A foreign name as a message may hold it: on one line, and without what a terminal would obey or
 * not show at all.
 */
export function printable(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.replace(/\p{C}/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
