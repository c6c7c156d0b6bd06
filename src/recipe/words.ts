import * as z from 'zod';
import type { Arch } from '../architecture.js';
import {
  type Algorithm,
  ALGORITHMS,
  DIGEST_LENGTHS,
  type Digests,
  isDigest,
  strictObject,
} from '../files/index.js';
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

const hex = (algorithm: Algorithm) =>
  z
    .string()
    .refine((given) => isDigest(algorithm, given), {
      error: `not a digest: ${algorithm} takes ${DIGEST_LENGTHS[algorithm]} hex digits`,
    })
    .transform((given) => given.toLowerCase());

/** One for every architecture, or one for each by its name. */
const digest = (algorithm: Algorithm) =>
  z.union([hex(algorithm), strictObject(ofEach(hex(algorithm).optional()))]).optional();

/** A value for each architecture. */
function ofEach<Value>(value: Value) {
  return { x64: value, arm64: value, ppc64le: value, s390x: value } satisfies Record<Arch, Value>;
}

/** The keys by which a file's bytes are known. */
export const digestKeys = {
  md5: digest('md5'),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
};

/** What is known of a file's bytes. */
export const digests = strictObject(digestKeys);

/** See {@link digests}. */
export type WrittenDigests = z.output<typeof digests>;

/** What is known of the bytes for one architecture. */
export function digestsFor(written: WrittenDigests, arch: Arch): Digests {
  return Object.fromEntries(
    ALGORITHMS.flatMap((algorithm) => {
      const given = written[algorithm];
      const digest = typeof given === 'object' ? given[arch] : given;
      return digest === undefined ? [] : [[algorithm, digest]];
    }),
  );
}
