import * as z from 'zod';
import { ARCH_NAMES } from '../../architecture.js';
import { RUNNER_NAMES, type RunnerName } from '../../sandbox/index.js';
import { option, text } from '../describe/option.js';

const RUNNERS = ['auto', ...RUNNER_NAMES] as const satisfies readonly ('auto' | RunnerName)[];

/** All words that `--runner` takes. */
export const RUNNER_WORDS: readonly string[] = RUNNERS;

/** How things are run, of the words that count here. */
export function runnerOption(words: readonly string[] = RUNNER_WORDS) {
  return option(z.string().default('auto'), {
    value: '<RUNNER>',
    says: enumerated(words),
    choices: words,
  });
}

/** Words as the end of a sentence: `a, b or c`. */
export function enumerated(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)]
    .filter((part) => part !== '')
    .join(' or ');
}

/** One architecture. */
export const archOption = text('<ARCH>', `the architecture: ${ARCH_NAMES.join(', ')}`);

/** Where artifacts and their records are. */
export const outputOption = option(z.string().default('.'), {
  value: '<DIR>',
  says: 'artifacts/ and checksums/ are in it (default: .)',
});
