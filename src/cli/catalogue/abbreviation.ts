import { BuilderError } from '../../error.js';
import { alternatives } from '../../text/index.js';
import { partsOf, type Flag } from '../describe/flag.js';
import { scanWords } from './scan.js';

/**
 * The long options of the platform's old builder. Where a word abbreviates one of them it means that one,
 * as it did, whatever other options there are now.
 */
const OF_THE_OLD_BUILDER = [
  ...['--name', '--version', '--sha256', '--md5', '--gpg-rsa-key-id', '--gpg-signature'],
  ...['--git-commit-sha', '--help'],
];

/**
 * Writes abbreviated long options in full, as Ruby's OptionParser read them: the beginning of a name in upper or
 * lower case, as long as it is that of one option. What begins no option stays as it is. Pure.
 * @throws BuilderError USAGE for what begins several
 */
export function writeInFull(words: readonly string[], flags: readonly Flag[]): string[] {
  const all = [...flags.map((flag) => partsOf(flag).long), '--help'];
  const written: string[] = [];
  for (const word of words) {
    // What is an option's value, or stands behind `--`, is left alone.
    const { open, onlyWords } = scanWords(written, flags);
    const isValue = open !== undefined && partsOf(open).takes === 'one';
    written.push(isValue || onlyWords ? word : inFull(word, all));
  }
  return written;
}

function inFull(word: string, all: readonly string[]): string {
  const [, name, value = ''] = /^(--[^=]+)(=.*)?$/s.exec(word) ?? [];
  if (name === undefined || all.includes(name)) return word;
  const beginsWith = (long: string) => long.startsWith(name.toLowerCase());
  const old = OF_THE_OLD_BUILDER.filter(beginsWith);
  const candidates = old.length > 0 ? old : all.filter(beginsWith);
  const [first] = candidates;
  if (first === undefined) return word;
  const whole = candidates.find((long) => long === name.toLowerCase());
  if (whole !== undefined || candidates.length === 1) return `${whole ?? first}${value}`;
  throw new BuilderError('USAGE', `${name} may mean ${alternatives(candidates)}.`, {
    hint: 'Write a little more of it.',
  });
}
