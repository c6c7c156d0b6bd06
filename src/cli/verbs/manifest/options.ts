import * as z from 'zod';
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
    secretQuery: list,
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
