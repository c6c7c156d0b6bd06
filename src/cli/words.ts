import { BuilderError } from '../error.js';
import { suggest } from '../text/index.js';

/**
 * Splits the words after a verb into what to do (the first one unless said) and names.
 * @throws BuilderError USAGE
 */
export function chooseSubverb<Subverb extends string>(
  verb: string,
  subverbs: readonly [Subverb, ...Subverb[]],
  words: readonly string[],
): { subverb: Subverb; names: string[] } {
  const [word, ...names] = words;
  if (word === undefined) return { subverb: subverbs[0], names: [] };
  const subverb = subverbs.find((known) => known === word);
  if (subverb !== undefined) return { subverb, names };
  const nearest = suggest(word, subverbs);
  throw new BuilderError('USAGE', `'${verb}' can't '${word}'.`, {
    hint:
      (nearest === undefined ? '' : `Did you mean '${verb} ${nearest}'? `) +
      `It can: ${subverbs.join(', ')}.`,
  });
}

/**
 * The one name that a verb needs.
 * @throws BuilderError USAGE
 */
export function oneName(verb: string, names: readonly string[]): string {
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) return name;
  throw new BuilderError('USAGE', `'${verb}' takes one name.`, {
    hint: `For example: binary-builder ${verb} NAME`,
  });
}
