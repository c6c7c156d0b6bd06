/**
 * What may take two columns of a terminal: East Asian scripts, full-width forms and pictographs
 * (https://www.unicode.org/reports/tr11/). In doubt two: then a row is shorter than it could be, and
 * never goes on in the next one.
 */
const SCRIPTS =
  /[\u1100-\u115F\u2E80-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{1B2FF}\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;

/** How many columns of a terminal a character takes at most. */
function columnsOf(character: string): number {
  return SCRIPTS.test(character) || PICTOGRAPH.test(character) ? 2 : 1;
}

// eslint-disable-next-line no-control-regex -- escape codes start with a control character
const CODE_OR_CHARACTER = /(\u001B\[[0-9;]*m)|(.)/gsu;

/** Of pictographs, what terminals show in two columns; and what takes none. */
const EMOJI = /\p{Emoji_Presentation}/u;
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]/u;

/** Whether a character takes two columns, as far as terminals agree. */
function isWide(character: string): boolean {
  return EMOJI.test(character) || (SCRIPTS.test(character) && !PICTOGRAPH.test(character));
}

/** How many columns a table's cell takes. The codes of colours take none. */
export function cellWidth(cell: string): number {
  let width = 0;
  for (const [, , character] of cell.matchAll(CODE_OR_CHARACTER)) {
    if (character === undefined || WITHOUT_WIDTH.test(character)) continue;
    width += isWide(character) ? 2 : 1;
  }
  return width;
}

/** Cuts a line to a terminal's width, so that it stays one row. The codes of colours take no room. */
export function clip(line: string, width: number): string {
  let room = width - 1;
  return line.replace(CODE_OR_CHARACTER, (whole, code: string | undefined) => {
    if (code !== undefined) return whole;
    room -= columnsOf(whole);
    return room >= 0 ? whole : '';
  });
}

/** Cuts a text without colours into pieces that take at most so many columns; at least one piece. */
export function fold(text: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let room = width;
  for (const character of text) {
    room -= columnsOf(character);
    if (room < 0) {
      pieces.push(piece);
      piece = '';
      room = width - columnsOf(character);
    }
    piece += character;
  }
  return [...pieces, piece];
}
