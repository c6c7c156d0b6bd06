import { BuilderError } from '../../error.js';
import { didYouMean, withItsNumbers } from '../../text/index.js';

/** The error of a stack that somebody named and no entry of a manifest is for. */
export function noEntryFor(path: string, stack: string, stacks: Iterable<string>): BuilderError {
  return new BuilderError('USAGE', `${path}: no entry is for '${stack}'.`, {
    hint: stacksThere(stack, stacks),
  });
}

/** For a hint: the stacks that there are entries for, and which may have been meant by another. */
export function stacksThere(stack: string, stacks: Iterable<string>): string {
  const known = [...new Set(stacks)].sort();
  return (
    didYouMean(stack, withItsNumbers(stack, known)) +
    `There are entries for ${known.join(', ') || 'no stack'}.`
  );
}
