import * as z from 'zod';
import { BUILD_MODES, planSchema } from '../../plan/index.js';
import { failure } from './failure.js';
import { arch, bytes, listOf, md5, sha256, sha512 } from './kinds.js';

/** `plan`: one for each request. */
export const planMade = z.strictObject({
  type: z.literal('plan.made'),
  /** The build key. */
  key: z.string(),
  /** How it would be built for its architecture. */
  way: z.strictObject({
    mode: z.enum(BUILD_MODES),
    reason: z.string(),
    machine: arch.optional(),
    needs: listOf(z.string()).optional(),
  }),
  /** By name: seconds, processes and bytes; null for none, and of memory the share of the machine's as a text. */
  limits: z.record(
    z.string(),
    z.strictObject({
      value: z.union([z.number(), z.string()]).nullable(),
      from: z.enum(['default', 'recipe', 'command line']),
    }),
  ),
  /** What this machine lacks for it, and would be told of in the midst of a build. */
  missing: failure.optional(),
  plan: planSchema,
});

/** Milliseconds. */
const time = z.number().nonnegative();

/** `build --timings`: one for each build that was begun. */
export const buildTimed = z.strictObject({
  type: z.literal('build.timed'),
  build: z.string(),
  /** When it began and what it took, to the end; like all times here in milliseconds since the program was started. */
  started: time,
  milliseconds: time,
  /** The time in which none of its spans was under way. */
  unaccounted: time,
  /** In the order in which they began. Some run at the same time, and parts of a phase during that. */
  spans: listOf(
    z.strictObject({
      kind: z.enum(['phase', 'part']),
      name: z.string(),
      /** The phase that it is a part of. */
      phase: z.string().optional(),
      started: time,
      milliseconds: time,
    }),
  ),
  /** The file that has the same for the viewer of a browser. */
  trace: z.string(),
});

/** `fetch`: one for each source. */
export const sourceFetched = z.strictObject({
  type: z.literal('source.fetched'),
  name: z.string(),
  version: z.string(),
  path: z.string(),
  size: bytes,
  digests: z.strictObject({ md5, sha256, sha512 }),
  /** The origin that served it, or the first one when it was cached. */
  url: z.string(),
  cached: z.boolean(),
});
