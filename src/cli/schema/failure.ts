import * as z from 'zod';
import { listOf } from './kinds.js';

/** An error in words: docs/command-line.md has the codes. */
export const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  /** What a program or a file said. */
  excerpt: listOf(z.string()),
  /** What to do next. */
  hint: z.string().optional(),
});

/** See {@link failure}. */
export type Failure = z.input<typeof failure>;

/** A command that ended in an error; the last line. */
export const commandFailed = z.strictObject({
  type: z.literal('command.failed'),
  error: failure,
});
