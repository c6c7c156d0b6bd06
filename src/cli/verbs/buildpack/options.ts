import * as z from 'zod';
import { limitOption } from '../../limits.js';
import { commonOptions } from '../../options.js';

const list = z.array(z.string()).default([]);
const text = z.string().optional();
const flag = z.boolean().default(false);

/** Options of each subverb of `buildpack`. */
export const buildpackOptions = {
  package: commonOptions.extend({
    cached: flag,
    uncached: flag,
    stack: text,
    anyStack: flag,
    version: text,
    outputDir: z.string().default('.'),
    manifest: text,
    layout: z.enum(['classic', 'current'], 'takes classic or current').optional(),
    profile: text,
    include: list,
    exclude: list,
    artifacts: z.string().default('.'),
    secretQuery: list,
    check: z.boolean().default(true),
  }),
  list: commonOptions.extend({ markdown: flag }),
  summary: commonOptions.extend({ markdown: flag }),
  overlay: commonOptions.extend({ output: text, check: flag, force: flag }),
  stage: commonOptions.extend({
    stack: text,
    runner: z.string().default('auto'),
    output: text,
    run: flag,
    path: text,
    timeout: text,
    env: list,
    cacheDir: text,
    limit: limitOption,
    interface: z.enum(['compile', 'supply'], 'takes compile or supply').optional(),
  }),
} as const;

/** See {@link buildpackOptions}. */
export type BuildpackOptions<Subverb extends keyof typeof buildpackOptions> = z.infer<
  (typeof buildpackOptions)[Subverb]
>;
