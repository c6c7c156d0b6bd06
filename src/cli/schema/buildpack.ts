import * as z from 'zod';
import { bytes, dependency, listOf, md5, sha256 } from './kinds.js';

/** `buildpack list` */
export const buildpackListed = z.strictObject({
  type: z.literal('buildpack.listed'),
  /** Whether it is a zip, whose dependencies may be in it. */
  zip: z.boolean(),
  /** In the manifest's order, with what their entries have. */
  dependencies: listOf(
    z.strictObject({
      name: z.string().optional(),
      version: z.string().optional(),
      stacks: listOf(z.string()),
      md5: z.string().optional(),
      sha256: z.string().optional(),
      isDefault: z.boolean(),
      uri: z.string().optional(),
      packed: z.strictObject({ path: z.string(), size: bytes }).optional(),
    }),
  ),
});

/** `buildpack summary` */
export const buildpackSummarized = z.strictObject({
  type: z.literal('buildpack.summarized'),
  language: z.string().optional(),
  /** The one stack that it is packaged for. */
  stack: z.string().optional(),
  binaries: listOf(
    z.strictObject({
      ...dependency,
      modules: listOf(z.strictObject({ name: z.string(), version: z.string().optional() })),
    }),
  ),
  defaults: listOf(z.strictObject({ name: z.string(), version: z.string() })),
});

/** `buildpack package` */
export const buildpackPackaged = z.strictObject({
  type: z.literal('buildpack.packaged'),
  path: z.string(),
  size: bytes,
  sha256,
  md5,
  language: z.string(),
  version: z.string(),
  cached: z.boolean(),
  /** Missing: for any. */
  stack: z.string().optional(),
  layout: z.string(),
  /** How many files and links are in it, dependencies included. */
  files: z.int(),
  dependencies: z.int(),
});

/** `buildpack overlay` */
export const buildpackOverlaid = z.strictObject({
  type: z.literal('buildpack.overlaid'),
  directory: z.string(),
  /** The copy; missing with `--check`. */
  output: z.string().optional(),
  placed: z.enum(['written', 'replaced', 'same', 'nothing']),
  changes: listOf(
    z.strictObject({
      kind: z.enum(['replace', 'patch', 'add', 'remove', 'manifest']),
      path: z.string(),
      /** False: it was so already. */
      changed: z.boolean(),
      message: z.string(),
      note: z.string().optional(),
    }),
  ),
  notes: listOf(z.string()),
  diff: z.string(),
});
