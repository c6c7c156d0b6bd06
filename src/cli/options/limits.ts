import * as z from 'zod';
import { BuilderError } from '../../error.js';
import { LIMIT_NAMES, limitTakes, parseLimitValue, type LimitSettings } from '../../limit.js';
import { didYouMean } from '../../text/index.js';
import { option } from '../describe/option.js';

/** `--limit NAME=VALUE`, as often as somebody likes. */
export function limitOption(says: string) {
  return option(z.array(z.string()).default([]).transform(parseLimitOptions), {
    value: '<NAME=VALUE>',
    says,
    choices: LIMIT_NAMES.map((name) => `${name}=`),
    repeatable: true,
  });
}

/** What limits a build's steps. */
export const stepLimitOption = limitOption(
  `what a step may take: ${LIMIT_NAMES.join(', ')}, as in time=8h (repeatable)`,
);

/**
 * The limits that the command line says; of one name the last counts.
 * @throws BuilderError USAGE
 */
export function parseLimitOptions(texts: readonly string[]): LimitSettings {
  return Object.fromEntries(texts.map(parseLimitOption));
}

function parseLimitOption(text: string) {
  const at = text.indexOf('=');
  const [written, value] = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const name = LIMIT_NAMES.find((known) => known === written);
  if (name === undefined) {
    throw new BuilderError('USAGE', `There is no limit '${written}'.`, {
      hint:
        didYouMean(written, LIMIT_NAMES) +
        `--limit takes NAME=VALUE; limits are ${LIMIT_NAMES.join(', ')}.`,
    });
  }
  const parsed = parseLimitValue(name, value);
  if (parsed !== undefined) return [name, parsed] as const;
  throw new BuilderError('USAGE', `--limit ${name} takes ${limitTakes(name)}, not '${value}'.`);
}
