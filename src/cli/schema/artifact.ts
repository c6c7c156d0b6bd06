import * as z from 'zod';
import { contentsSchema, provenanceSchema, recordSchema } from '../../store/index.js';
import { bytes, listOf, md5, severity, sha256 } from './kinds.js';

/** An artifact's file. */
const artifact = z.strictObject({ path: z.string(), size: bytes, md5, sha256 });

/** `artifacts list` */
export const artifactsListed = z.strictObject({
  type: z.literal('artifacts.listed'),
  /** The records, as their files have them. */
  artifacts: listOf(recordSchema),
});

/** `artifacts show` */
export const artifactShown = z.strictObject({
  type: z.literal('artifact.shown'),
  /** Of the artifact. */
  path: z.string(),
  /** Whether it is there. */
  present: z.boolean(),
  record: recordSchema,
  /** As its file has it. Like the next two null where it is missing. */
  plan: z.unknown(),
  contents: contentsSchema.nullable(),
  provenance: provenanceSchema.nullable(),
});

/** `verify` */
export const artifactVerified = z.strictObject({
  type: z.literal('artifact.verified'),
  artifact,
  /** Whether nothing failed. */
  good: z.boolean(),
  proofs: listOf(
    z.strictObject({
      what: z.string(),
      outcome: z.enum(['passed', 'warned', 'failed', 'not looked at']),
      detail: z.string(),
      lines: listOf(z.string()),
    }),
  ),
});

/** `audit` */
export const artifactAudited = z.strictObject({
  type: z.literal('artifact.audited'),
  /** As it was named. */
  audited: z.string(),
  findings: listOf(
    z.strictObject({
      check: z.string(),
      severity,
      path: z.string(),
      /** Where in the file, in bytes. */
      offset: z.int().optional(),
      message: z.string(),
    }),
  ),
  waived: listOf(
    z.strictObject({
      check: z.string(),
      reason: z.string(),
      files: listOf(z.string()),
      /** How many findings that kept quiet. */
      findings: z.int(),
    }),
  ),
  /** How many checks looked. */
  checks: z.int(),
  libraries: contentsSchema.shape.libraries,
  /** The newest version of glibc that a file needs. */
  glibc: z.string().nullable(),
});

/** `test` */
export const artifactTested = z.strictObject({
  type: z.literal('artifact.tested'),
  artifact,
  /** The names of the tests. */
  passed: listOf(z.string()),
});

/** What two artifacts differ in, from the outermost layer to the innermost; a text or a tree for people. */
const comparison = z.looseObject({ same: z.boolean() });

/** `rebuild` */
export const artifactRebuilt = z.strictObject({
  type: z.literal('artifact.rebuilt'),
  artifact,
  /** In what the stack differs from the one that it was built in. */
  surroundings: listOf(z.string()),
  outcome: z.discriminatedUnion('same', [
    z.strictObject({ same: z.literal(true), md5, sha256 }),
    z.strictObject({
      same: z.literal(false),
      recorded: sha256,
      found: sha256,
      comparison: comparison.optional(),
      /** The new artifact. */
      kept: z.string(),
    }),
  ]),
});

/** `relocate`: the new artifact. */
export const artifactRelocated = z.strictObject({
  type: z.literal('artifact.relocated'),
  artifact,
  record: recordSchema,
});
