import * as z from 'zod';
import { ARCH_NAMES } from '../../architecture.js';

/** Items that nobody changes. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item).readonly();
}

/** An architecture, as everything calls it. */
export const arch = z.enum(ARCH_NAMES);

/** Bytes. */
export const bytes = z.int().nonnegative();

/** Digests in lower-case hex. */
export const md5 = z.string().regex(/^[0-9a-f]{32}$/);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const sha512 = z.string().regex(/^[0-9a-f]{128}$/);

/** What is said of an error or a problem. */
export const severity = z.enum(['error', 'warning']);

/** A version of a dependency in a manifest, and what it is for. */
export const dependency = {
  name: z.string(),
  version: z.string(),
  stacks: listOf(z.string()),
};
