import * as z from 'zod';
import { Address } from '../network/index.js';
import { RUNNER_NAMES, type RunnerName } from '../sandbox/index.js';
import { BuilderError } from '../error.js';
import { limitOption } from './limits.js';
import { parseDigest, ALGORITHMS, type Digests } from '../files/index.js';

/** Options that every verb takes. */
export const commonOptions = z.object({
  json: z.boolean().default(false),
  verbose: z.boolean().default(false),
  recipesDir: z.string().optional(),
  stacksDir: z.string().optional(),
});

/** See {@link commonOptions}. */
export type CommonOptions = z.infer<typeof commonOptions>;

/** Options of what fetches from an address that is given. */
export const addressOptions = {
  url: z.string().optional(),
  secretQuery: z.array(z.string()).default([]),
};

/** The address that the options give, if any: from here on nobody prints its secrets by mistake. */
export function addressOf({
  url,
  secretQuery,
}: z.infer<z.ZodObject<typeof addressOptions>>): Address | undefined {
  return url === undefined ? undefined : new Address(url, secretQuery);
}

/** Options that say what is wanted: of `build`, `plan`, `fetch` and the classic form. */
export const orderOptions = commonOptions.extend({
  name: z.string().optional(),
  version: z.string().optional(),
  md5: z.string().optional(),
  sha256: z.string().optional(),
  sha512: z.string().optional(),
  gitCommitSha: z.string().optional(),
  gpgRsaKeyId: z.string().optional(),
  gpgSignature: z.string().optional(),
  ...addressOptions,
  option: z.array(z.string()).default([]),
  stack: z.string().optional(),
  arch: z.string().optional(),
  buildMode: z.string().optional(),
});

/** See {@link orderOptions}. */
export type OrderOptions = z.infer<typeof orderOptions>;

const RUNNERS = ['auto', ...RUNNER_NAMES] as const satisfies readonly ('auto' | RunnerName)[];

/** Options that say how to build. */
export const buildOptions = orderOptions.extend({
  runner: z.string().default('auto'),
  jobs: z.string().optional(),
  parallel: z.string().optional(),
  outputDir: z.string().default('.'),
  ccache: z.boolean().default(true),
  force: z.boolean().default(false),
  limit: limitOption,
});

/** See {@link buildOptions}. */
export type BuildOptions = z.infer<typeof buildOptions>;

/** All words that `--runner` takes, for messages and help. */
export const RUNNER_WORDS: readonly string[] = RUNNERS;

/**
 * Reads a number of things, one or more.
 * @throws BuilderError USAGE
 */
export function parseCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new BuilderError('USAGE', `${option} takes a whole number from 1 to 9999, not '${text}'.`);
}

/**
 * The digests given on the command line.
 * @throws BuilderError DIGEST_MALFORMED
 */
export function parseDigests(options: Pick<OrderOptions, 'md5' | 'sha256' | 'sha512'>): Digests {
  const digests: Digests = {};
  for (const algorithm of ALGORITHMS) {
    const text = options[algorithm];
    if (text !== undefined) digests[algorithm] = parseDigest(algorithm, text, `--${algorithm}`);
  }
  return digests;
}

/**
 * Reads `--option NAME=yes|no`; a name alone means yes.
 * @throws BuilderError USAGE
 */
export function parseRecipeOptions(texts: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', value = 'yes'] = text.split('=', 2);
      if (name !== '' && ['yes', 'true', 'on'].includes(value)) return [name, true];
      if (name !== '' && ['no', 'false', 'off'].includes(value)) return [name, false];
      throw new BuilderError('USAGE', `--option takes NAME=yes or NAME=no, not '${text}'.`);
    }),
  );
}
