import * as z from 'zod';
import { rootRecordSchema } from '../../stack/index.js';
import { arch, bytes, listOf } from './kinds.js';

/** A stack as its file defines it, and whether it is ready here. */
const stack = z.looseObject({
  name: z.string(),
  description: z.string(),
  architectures: listOf(arch),
  glibc: z.string(),
  file: z.string(),
  status: z.discriminatedUnion('ready', [
    z.strictObject({ ready: z.literal(false) }),
    z.strictObject({
      ready: z.literal(true),
      /** Of the stack without toolchain. */
      base: rootRecordSchema,
      /** Of everything that was made for this stack; what engines keep not counted. */
      size: bytes,
    }),
  ]),
});

/** `stacks list` */
export const stacksListed = z.strictObject({
  type: z.literal('stacks.listed'),
  stacks: listOf(stack),
});

/** `stacks show` */
export const stackShown = z.strictObject({ type: z.literal('stack.shown'), stack });

/** `stacks prepare`: the root with the toolchain. */
export const stackPrepared = z.strictObject({
  type: z.literal('stack.prepared'),
  stack: z.string(),
  arch,
  runner: z.string(),
  /** Why it is this stack. */
  reason: z.string(),
  /** Of the stack without toolchain, as records have it. */
  digest: z.string(),
  glibc: z.string(),
  compiler: z.string().nullable(),
  /** Every package in it with its version, the toolchain's included. */
  packages: z.record(z.string(), z.string()),
});
