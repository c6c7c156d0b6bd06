import * as z from 'zod';
import { CACHE_KINDS } from '../../store/index.js';
import { bytes, listOf } from './kinds.js';

/** `doctor` */
export const machineDiagnosed = z.strictObject({
  type: z.literal('machine.diagnosed'),
  /** Whether it can build. */
  usable: z.boolean(),
  found: listOf(
    z.strictObject({
      what: z.string(),
      state: z.enum(['ok', 'missing', 'note']),
      detail: z.string(),
      /** The command that mends it. */
      remedy: z.string().optional(),
    }),
  ),
});

/** `cache show` */
export const cacheMeasured = z.strictObject({
  type: z.literal('cache.measured'),
  root: z.string(),
  usage: listOf(
    z.strictObject({
      kind: z.enum(CACHE_KINDS),
      folder: z.string(),
      entries: z.int(),
      /** On the disk. */
      bytes,
    }),
  ),
});

/** `cache prune` */
export const cachePruned = z.strictObject({
  type: z.literal('cache.pruned'),
  removed: listOf(z.strictObject({ kind: z.enum(CACHE_KINDS), path: z.string(), bytes })),
  /** What was old enough to go, and why it is still there. */
  kept: listOf(z.strictObject({ kind: z.enum(CACHE_KINDS), path: z.string(), reason: z.string() })),
});

/** `shell` without a build */
export const buildsListed = z.strictObject({
  type: z.literal('builds.listed'),
  /** Those that failed and are kept. */
  builds: listOf(z.string()),
});
