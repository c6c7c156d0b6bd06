import * as z from 'zod';
import { DIGEST_LENGTHS, isDigest, strictObject, type Algorithm } from '../files/index.js';
import { glob, text, variable } from '../name-schema.js';
import { meant } from '../text/index.js';
import { choiceOf } from './entry.js';
import { PLACEHOLDERS, unknownPlaceholders } from './template.js';

/*
 * The words that the schemas of recipes and build systems are made of.
 */

/** Placeholders in a text of some form, none of which may be an unknown one. */
export function filled<Form extends z.ZodType<string>>(
  form: Form,
  known: readonly string[] = PLACEHOLDERS,
) {
  return form.superRefine((given, context) => {
    for (const name of unknownPlaceholders(given, known)) {
      const question = meant(name, known, (nearest) => `{${nearest}}`);
      const list = ` (known: ${known.map((one) => `{${one}}`).join(' ')})`;
      const rest = question === undefined ? list : `: ${question}`;
      context.addIssue({ code: 'custom', message: `unknown placeholder {${name}}${rest}` });
    }
  });
}

/** A text with placeholders. */
export const template = filled(text);

/** A glob with placeholders. */
export const pattern = filled(glob);

/** A script; its values reach it as variables and arguments, never as text of it. */
export const script = text.describe(
  'Text for bash, run with -euo pipefail. Values reach it as environment variables.',
);

/** Variables by their names; of each a choice. */
export function variablesWith(value: z.ZodType<string>) {
  return z.record(variable, choiceOf(value));
}

const digest = (algorithm: Algorithm) =>
  z
    .string()
    .refine((given) => isDigest(algorithm, given), {
      error: `not a digest: ${algorithm} takes ${DIGEST_LENGTHS[algorithm]} hex digits`,
    })
    .transform((given) => given.toLowerCase())
    .optional();

/** What is known of a file's bytes. */
export const digests = strictObject({
  md5: digest('md5'),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
});
