import { partsOf, type Flag, type FlagParts } from '../describe/flag.js';

/** Words behind a verb, told apart from options and what these take. */
export interface Scan {
  /** The words that belong to no option, and where each stands. */
  operands: readonly { word: string; index: number }[];
  /** The option whose value comes next, if it is one that may have it. */
  open: Flag | undefined;
  /** Whether `--` was there: what comes now are words. */
  onlyWords: boolean;
  /** Words that look like options, and are none. */
  unknown: readonly string[];
}

/** Reads words as commander will read them, without doing anything of it. Pure. */
export function scanWords(words: readonly string[], flags: readonly Flag[]): Scan {
  const known = flags.map((flag) => ({ flag, parts: partsOf(flag) }));
  const operands: { word: string; index: number }[] = [];
  const unknown: string[] = [];
  let open: { flag: Flag; parts: FlagParts } | undefined;
  let onlyWords = false;
  words.forEach((word, index) => {
    const isOption = !onlyWords && word.length > 1 && word.startsWith('-');
    if (open !== undefined && (open.parts.takes === 'one' || !isOption)) {
      if (open.parts.takes !== 'many') open = undefined;
      return;
    }
    open = undefined;
    if (!isOption) {
      operands.push({ word, index });
      return;
    }
    if (word === '--') {
      onlyWords = true;
      return;
    }
    const found = known.find(({ parts }) => isFormOf(word, parts));
    if (found === undefined) unknown.push(word);
    else if (found.parts.takes !== 'nothing' && isBare(word, found.parts)) open = found;
  });
  return { operands, open: open?.flag, onlyWords, unknown };
}

/** Whether a word is that option, with its value or without. */
function isFormOf(word: string, { long, short }: FlagParts): boolean {
  const isShort = short !== undefined && word.startsWith(short) && !word.startsWith('--');
  return word === long || word.startsWith(`${long}=`) || isShort;
}

/** Whether its value is not in the same word. */
function isBare(word: string, { long, short }: FlagParts): boolean {
  return word === long || word === short;
}
