import type { NextCommand } from '../error.js';
import { shellWord } from '../text/index.js';
import { entryOf } from './catalogue/find.js';
import { COMMON_FLAGS } from './catalogue/verbs.js';
import { partsOf } from './describe/flag.js';

/** Options that say where and how: a command that follows another needs what that was given of them. */
const REPEATED = ['--recipes-dir', '--stacks-dir', '--runner'];

/**
 * How a command has to be typed that follows the one with these arguments: with the options that it takes, of those
 * that were given and say where things are and how they are run. Pure.
 */
export function followUp(argv: readonly string[]): (command: NextCommand) => string {
  const given = REPEATED.flatMap((option) => {
    const value = valueOf(option, argv);
    return value === undefined ? [] : [{ option, value }];
  });
  return ({ verb, words }) => {
    const flags = [...(entryOf(verb)?.flags ?? []), ...COMMON_FLAGS].map(
      (flag) => partsOf(flag).long,
    );
    const repeated = given
      .filter(({ option }) => flags.includes(option))
      .flatMap(({ option, value }) => [option, shellWord(value)]);
    return ['binary-builder', verb, ...words, ...repeated].join(' ');
  };
}

/** What was given to an option last. */
function valueOf(option: string, argv: readonly string[]): string | undefined {
  return argv
    .flatMap((word, index) => {
      if (word === option) return argv[index + 1] ?? [];
      return word.startsWith(`${option}=`) ? word.slice(option.length + 1) : [];
    })
    .at(-1);
}
