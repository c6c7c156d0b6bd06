/** One way in which a path may stand in a file. */
export interface Spelling {
  readonly bytes: Buffer;
  /** How messages tell it; empty for the path as it is. */
  readonly how: string;
  /**
   * What every file has that has the path in this spelling: it is looked for first, because the
   * spellings of many paths have it in common.
   */
  readonly anchor: Buffer;
}

/** Texts in which something stands for each slash, or before each character that isn't plain. */
const TEXTS: readonly [how: string, write: (path: string) => string][] = [
  ['', (path) => path],
  [String.raw`with \/ for each slash`, (path) => path.replaceAll('/', String.raw`\/`)],
  ['with %2F for each slash', (path) => path.replaceAll('/', '%2F')],
  ['with %2f for each slash', (path) => path.replaceAll('/', '%2f')],
  ['quoted for a regular expression', (path) => path.replaceAll(/[^\w/]/g, String.raw`\$&`)],
  ['quoted for a regular expression', (path) => path.replaceAll(/[^\w]/g, String.raw`\$&`)],
];

/**
 * The spellings in which a path is looked for: as it is; as JSON and sed, addresses and regular
 * expressions have it; and in UTF-16, of either order, where its offset is that of the first slash.
 */
export function spellingsOf(path: string): Spelling[] {
  const word = longestWord(path);
  const texts = TEXTS.map(([how, write]) => ({ how, text: write(path) }));
  const distinct = texts.filter(
    ({ text }, index) => texts.findIndex((other) => other.text === text) === index,
  );
  return [
    ...distinct.map(({ how, text }) => ({
      how,
      bytes: Buffer.from(text),
      anchor: Buffer.from(word),
    })),
    { how: 'in UTF-16', bytes: inUtf16(path), anchor: inUtf16(word) },
  ];
}

/** The bytes that a text has in both orders: all but the one zero at its end or its beginning. */
function inUtf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').subarray(0, -1);
}

/** No spelling changes anything in a word. */
function longestWord(path: string): string {
  const words = path.match(/[A-Za-z0-9]+/g) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}
