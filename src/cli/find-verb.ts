import { writeInFull } from './catalogue/abbreviation.js';
import { flagsBehind, subverbsOf, verbNames } from './catalogue/find.js';
import { scanWords } from './catalogue/scan.js';
import { requireSubverb } from './catalogue/unknown.js';

/** What the arguments ask for. */
export type Asked =
  /** A verb or subverb that does something, with all arguments but its own words. */
  | { what: 'verb'; name: string; rest: string[] }
  /** The help of a verb that has subverbs; '' for that of all. */
  | { what: 'help'; name: string }
  /** With all arguments; abbreviated options among them are written in full. */
  | { what: 'classic'; rest: string[] };

const HELP = ['-h', '--help'];

/**
 * Finds the verb and the subverb among the arguments: options may stand before either. Pure.
 * @throws BuilderError USAGE for a subverb that there isn't, or an option that may be several
 */
export function findVerb(argv: readonly string[]): Asked {
  // The classic form takes what `build` takes.
  const { operands, unknown } = scanWords(argv, flagsBehind('build'));
  const [first] = operands;
  const isVerb = first !== undefined && verbNames().includes(first.word);
  const before = argv.slice(0, isVerb ? first.index : undefined);
  const unknownBefore = unknown.filter((word) => before.includes(word));
  if (unknownBefore.some((word) => HELP.includes(word))) return { what: 'help', name: '' };
  if (!isVerb) return { what: 'classic', rest: writeInFull(argv, flagsBehind('build')) };
  if (unknownBefore.length > 0) return { what: 'classic', rest: [...argv] };
  return findSubverb(first.word, argv.slice(first.index + 1));
}

function findSubverb(verb: string, words: readonly string[]): Asked {
  const subverbs = subverbsOf(verb);
  const [usual] = subverbs;
  if (usual === undefined) return { what: 'verb', name: verb, rest: [...words] };
  const { operands, unknown } = scanWords(words, flagsBehind(verb));
  const [first] = operands;
  if (first === undefined) {
    return unknown.some((word) => HELP.includes(word))
      ? { what: 'help', name: verb }
      : { what: 'verb', name: usual.name, rest: [...words] };
  }
  return {
    what: 'verb',
    name: requireSubverb(verb, first.word),
    rest: words.toSpliced(first.index, 1),
  };
}
