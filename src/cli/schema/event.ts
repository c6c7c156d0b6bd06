import * as z from 'zod';
import { failure } from './failure.js';
import { arch, bytes, md5, sha256 } from './kinds.js';

const build = z.string();
const stack = z.string();
const url = z.string();
const source = { build: build.optional(), url };
const milliseconds = z.number();

/** Who a script belongs to: a staging, or a buildpack that is packaged. */
const script = {
  script: z.string(),
  staging: z.string().optional(),
  buildpack: z.string().optional(),
};

/** An event as `--json` tells it; `Event` has what each is. */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('stack.selected'), build, stack, reason: z.string() }),
  z.strictObject({
    type: z.literal('mode.selected'),
    build,
    arch,
    mode: z.string(),
    reason: z.string(),
  }),
  z.strictObject({
    type: z.literal('runner.selected'),
    build,
    runner: z.string(),
    reason: z.string(),
  }),
  z.strictObject({ type: z.literal('stack.progress'), stack, message: z.string() }),
  z.strictObject({ type: z.literal('stack.log'), stack, line: z.string() }),
  z.strictObject({ type: z.literal('source.url'), build, url }),
  z.strictObject({
    type: z.literal('source.progress'),
    received: bytes,
    total: bytes.optional(),
    bytesPerSecond: z.number(),
    ...source,
  }),
  z.strictObject({
    type: z.literal('source.retrying'),
    reason: z.string(),
    milliseconds,
    /** Milliseconds that the server asks to wait, and the most that anybody is given. */
    asked: z.number().optional(),
    longest: z.number().optional(),
    ...source,
  }),
  z.strictObject({
    type: z.literal('source.failed'),
    reason: z.string(),
    /** The limit that ended it, and the bytes that there were by then. */
    limit: z.string().optional(),
    received: bytes.optional(),
    ...source,
  }),
  z.strictObject({ type: z.literal('source.waiting'), url, reason: z.string() }),
  z.strictObject({
    type: z.literal('source.ready'),
    path: z.string(),
    size: bytes,
    cached: z.boolean(),
    ...source,
  }),
  z.strictObject({ type: z.literal('build.started'), build, key: z.string() }),
  z.strictObject({ type: z.literal('build.waiting'), build, reason: z.string() }),
  z.strictObject({ type: z.literal('phase.started'), build, phase: z.string() }),
  z.strictObject({ type: z.literal('phase.finished'), build, phase: z.string(), milliseconds }),
  z.strictObject({
    type: z.literal('part.finished'),
    build,
    part: z.string(),
    /** The phase that it is a part of. */
    phase: z.string().optional(),
    milliseconds,
  }),
  z.strictObject({ type: z.literal('log'), build, phase: z.string(), line: z.string() }),
  z.strictObject({
    type: z.literal('warning'),
    message: z.string(),
    build: build.optional(),
    stack: stack.optional(),
    url: url.optional(),
    staging: z.string().optional(),
    buildpack: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('build.finished'),
    build,
    reused: z.boolean(),
    milliseconds,
    artifact: z.strictObject({ path: z.string(), size: bytes, md5, sha256 }),
    entry: z.string(),
  }),
  z.strictObject({ type: z.literal('build.failed'), build, error: failure }),
  z.strictObject({ type: z.literal('script.started'), ...script }),
  z.strictObject({ type: z.literal('script.line'), line: z.string(), ...script }),
  z.strictObject({
    type: z.literal('script.finished'),
    exitCode: z.int(),
    milliseconds,
    ...script,
  }),
]);

/** See {@link eventSchema}. */
export type PrintedEvent = z.input<typeof eventSchema>;
