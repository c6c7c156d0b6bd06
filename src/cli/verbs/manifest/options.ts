import * as z from 'zod';
import { BuilderError } from '../../../error.js';
import { commonOptions } from '../../options.js';

const digest = z.enum(['md5', 'sha256', 'both'], 'takes md5, sha256 or both').optional();
const outputDir = z.string().optional();
const uri = z.string().optional();
const list = z.array(z.string()).default([]);

/** Options of each subverb of `manifest`. */
export const manifestOptions = {
  list: commonOptions,
  diff: commonOptions,
  update: commonOptions.extend({
    check: z.boolean().default(false),
    uri,
    digest,
    line: list,
    keep: list,
    keepAll: list,
    keepLatestReleased: z.string().optional(),
    pin: list,
    dropStack: list,
    default: list,
    outputDir,
  }),
  check: commonOptions.extend({
    records: z.boolean().default(false),
    fetch: z.boolean().default(false),
    explain: z.union([z.string(), z.literal(true)]).optional(),
    outputDir,
  }),
  new: commonOptions.extend({
    language: z.string().optional(),
    uri,
    digest,
    output: z.string().optional(),
    outputDir,
  }),
} as const;

/** See {@link manifestOptions}. */
export type ManifestOptions<Subverb extends keyof typeof manifestOptions> = z.infer<
  (typeof manifestOptions)[Subverb]
>;

/**
 * Reads a subverb's options. The verb's flags are those of all its subverbs; one that says nothing
 * to this one is refused rather than passed over.
 * @throws BuilderError USAGE
 */
export function parseOptions<Shape extends z.core.$ZodLooseShape>(
  subverb: string,
  schema: z.ZodObject<Shape>,
  raw: unknown,
): z.infer<z.ZodObject<Shape>> {
  const given = z.record(z.string(), z.unknown()).parse(raw);
  const foreign = Object.keys(given).find((key) => !(key in schema.shape));
  if (foreign !== undefined) {
    throw new BuilderError('USAGE', `'manifest ${subverb}' takes no ${flagOf(foreign)}.`, {
      hint: "'binary-builder help manifest' says what takes it.",
    });
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = String(issue?.path[0]);
  throw new BuilderError(
    'USAGE',
    `${flagOf(key)} ${issue?.message ?? ''}, not '${String(given[key])}'.`,
  );
}

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
