import * as z from 'zod';
import { ARCH_NAMES } from '../../architecture.js';
import { RUNNER_NAMES, type RunnerName } from '../../sandbox/index.js';
import { alternatives } from '../../text/index.js';
import { option, text } from '../describe/option.js';

const RUNNERS = ['auto', ...RUNNER_NAMES] as const satisfies readonly ('auto' | RunnerName)[];

/** All words that `--runner` takes. */
export const RUNNER_WORDS: readonly string[] = RUNNERS;

/** How things are run, of the words that count here. */
export function runnerOption(words: readonly string[] = RUNNER_WORDS) {
  return option(z.string().default('auto'), {
    value: '<RUNNER>',
    says: alternatives(words),
    choices: words,
  });
}

/**
 * One of some words, refused by name when it is another.
 * @param value what it is called
 * @param more said behind the words
 */
export function choiceOption<const Words extends readonly [string, ...string[]]>(
  words: Words,
  value: string,
  more: string,
) {
  const says = alternatives(words);
  return option(z.enum(words, `takes ${says}`).optional(), {
    value,
    says: `${says} ${more}`,
    choices: words,
  });
}

/** One architecture. */
export const archOption = text('<ARCH>', `the architecture: ${ARCH_NAMES.join(', ')}`);

/** Where artifacts and their records are. */
export const outputOption = option(z.string().default('.'), {
  value: '<DIR>',
  says: 'artifacts/ and checksums/ are in it (default: .)',
});
