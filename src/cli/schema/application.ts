import * as z from 'zod';
import { bytes, listOf, sha256 } from './kinds.js';

/** `buildpack stage` */
export const applicationStaged = z.strictObject({
  type: z.literal('application.staged'),
  /** What `bin/detect` called it. */
  detected: z.string(),
  scripts: listOf(z.string()),
  /** Commands by the type of process. */
  processes: z.record(z.string(), z.string()),
  droplet: z.strictObject({ path: z.string(), size: bytes, sha256 }),
});

/** `buildpack stage --run` */
export const applicationAnswered = z.strictObject({
  type: z.literal('application.answered'),
  command: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  /** The first KB of it. */
  body: z.string(),
  milliseconds: z.number(),
});
