import { entryOf, flagsBehind, ownName, subverbsOf, topVerbs } from '../catalogue/find.js';
import { scanWords, type Scan } from '../catalogue/scan.js';
import { COMMON_FLAGS } from '../catalogue/verbs.js';
import { partsOf, type Flag } from '../describe/flag.js';
import type { FolderOptions } from '../session/folders.js';

/** A word that can stand there, and what it means. */
interface Candidate {
  word: string;
  says?: string;
}

/** What can stand where somebody is typing. */
interface Wanted {
  candidates: readonly Candidate[];
  /** What a value is called that can stand there, or the words that it can be. */
  value: Value | undefined;
  /** What of the word is typed: `before` is no part of the value, as in `--stack=`. */
  prefix: { before: string; typed: string };
  /** Those of the options that were given that say where to look. */
  options: FolderOptions;
}

/** See {@link Wanted}. */
export type Value = string | readonly string[];

/**
 * Decides what can stand at the last of these words. Pure.
 * @param words those behind the program's name
 */
export function wantedAt(words: readonly string[]): Wanted {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? '';
  const { name, rest, flags } = verbOf(before);
  const scan = scanWords(rest, flags);
  const nothing = { candidates: [], value: undefined, options: foldersIn(words) };

  if (scan.open !== undefined) {
    // What may have a value may do without one, and be followed by the next option.
    const needsOne = partsOf(scan.open).takes === 'one';
    if (needsOne || !last.startsWith('-')) {
      return { ...nothing, value: valueOf(scan.open), prefix: { before: '', typed: last } };
    }
  }
  const [, long, typed] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  if (!scan.onlyWords && long !== undefined && typed !== undefined) {
    const flag = flags.find((one) => partsOf(one).long === long);
    const value = flag === undefined ? undefined : valueOf(flag);
    return { ...nothing, value, prefix: { before: `${long}=`, typed } };
  }
  const prefix = { before: '', typed: last };
  if (!scan.onlyWords && last.startsWith('-')) {
    return { ...nothing, candidates: optionsOf(flags), prefix };
  }
  return { ...nothing, ...wordsAt(name, scan), prefix };
}

/** The verb or subverb among words, and what stands behind it. */
function verbOf(words: readonly string[]): { name: string; rest: string[]; flags: Flag[] } {
  const classic = flagsBehind('build');
  const [first] = scanWords(words, classic).operands;
  if (first === undefined || entryOf(first.word) === undefined) {
    return { name: '', rest: [...words], flags: classic };
  }
  const verb = first.word;
  const rest = words.slice(first.index + 1);
  const flags = flagsBehind(verb);
  const [second] = scanWords(rest, flags).operands;
  const subverb = second === undefined ? undefined : entryOf(`${verb} ${second.word}`);
  if (second === undefined || subverb === undefined) return { name: verb, rest, flags };
  return {
    name: subverb.name,
    rest: rest.toSpliced(second.index, 1),
    flags: [...subverb.flags, ...COMMON_FLAGS],
  };
}

function optionsOf(flags: readonly Flag[]): Candidate[] {
  return flags.map((flag) => ({ word: partsOf(flag).long, says: flag.says }));
}

function valueOf(flag: Flag): Value | undefined {
  return flag.choices ?? partsOf(flag).value;
}

/** The words that can stand next behind a verb: verbs, subverbs, or what its usage says. */
function wordsAt(name: string, { operands }: Scan): Pick<Wanted, 'candidates' | 'value'> {
  if (name === '') {
    const verbs = topVerbs().map((verb) => ({ word: verb.name, says: verb.sentence }));
    return { candidates: operands.length === 0 ? verbs : [], value: undefined };
  }
  const subverbs = subverbsOf(name);
  if (subverbs.length > 0) {
    const words = subverbs.map((entry) => ({ word: ownName(entry), says: entry.sentence }));
    return { candidates: operands.length === 0 ? words : [], value: undefined };
  }
  if (name === 'help') return helpWords(operands.map(({ word }) => word));
  const usage = (entryOf(name)?.usage ?? '').split(' ').filter((word) => word !== '');
  const last = usage.at(-1)?.includes('...') === true ? usage.at(-1) : undefined;
  const word = usage[operands.length] ?? last;
  return { candidates: [], value: word?.replace(/^\[|(\.\.\.)?\]$/g, '') };
}

function helpWords(words: readonly string[]): Pick<Wanted, 'candidates' | 'value'> {
  const [verb, ...others] = words;
  const entries = verb === undefined ? topVerbs() : others.length === 0 ? subverbsOf(verb) : [];
  const candidates = entries.map((entry) => ({ word: ownName(entry), says: entry.sentence }));
  return { candidates, value: undefined };
}

/** `--recipes-dir` and `--stacks-dir` among words. */
function foldersIn(words: readonly string[]): FolderOptions {
  return {
    recipesDir: givenTo('--recipes-dir', words),
    stacksDir: givenTo('--stacks-dir', words),
  };
}

/** What an option was given, the last time. */
function givenTo(option: string, words: readonly string[]): string | undefined {
  const given = words.flatMap((word, index) => {
    if (word.startsWith(`${option}=`)) return [word.slice(option.length + 1)];
    return word === option ? (words[index + 1] ?? []) : [];
  });
  return given.at(-1);
}
