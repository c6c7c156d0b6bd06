const LONGEST = 300;

/** What could move a cursor, colour a terminal, turn a line around or hide in it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text from a file, harmless on a terminal, on one line and not too long. */
export function visible(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut.replace(INVISIBLE, (character) =>
    character === '\t' ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
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
  return `${number(count)} ${what}${count === 1 ? '' : 's'}`;
}
