import { BuilderError } from '../../error.js';
import { didYouMean } from '../../text/index.js';
import { entryOf, ownName, subverbsOf, verbNames } from './find.js';

/** What is said of a word that is no verb. */
export function unknownVerb(word: string): BuilderError {
  const verbs = verbNames();
  return new BuilderError('USAGE', `There is no verb '${word}'.`, {
    hint:
      didYouMean(word, verbs) +
      `Verbs: ${verbs.join(', ')}. 'binary-builder help VERB' explains each.`,
  });
}

/**
 * The whole name of a verb's subverb.
 * @throws BuilderError USAGE
 */
export function requireSubverb(verb: string, word: string): string {
  const found = entryOf(`${verb} ${word}`);
  if (found !== undefined) return found.name;
  const names = subverbsOf(verb).map(ownName);
  throw new BuilderError('USAGE', `'${verb}' can't '${word}'.`, {
    hint:
      didYouMean(word, names, (nearest) => `'${verb} ${nearest}'`) + `It can: ${names.join(', ')}.`,
  });
}
