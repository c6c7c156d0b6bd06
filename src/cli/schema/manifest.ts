import * as z from 'zod';
import { arch, dependency, listOf, severity } from './kinds.js';

/** `manifest list` */
export const manifestListed = z.strictObject({
  type: z.literal('manifest.listed'),
  file: z.string(),
  /** In the manifest's order, with what they have. */
  entries: listOf(
    z.strictObject({
      name: z.string().optional(),
      version: z.string().optional(),
      stacks: listOf(z.string()),
      arch: arch.optional(),
      md5: z.string().optional(),
      sha256: z.string().optional(),
      deprecation: z.string().optional(),
      isDefault: z.boolean(),
    }),
  ),
});

/** `manifest check` */
export const manifestChecked = z.strictObject({
  type: z.literal('manifest.checked'),
  file: z.string(),
  /** How many there are. */
  entries: z.int(),
  findings: listOf(
    z.strictObject({
      check: z.string(),
      severity,
      message: z.string(),
      /** From 1. */
      line: z.int(),
      column: z.int(),
      /** In the file's characters. */
      range: z.strictObject({ start: z.int(), end: z.int() }),
    }),
  ),
  /** Checks that somebody said matter more or less, and how many findings that was said of. */
  settings: listOf(
    z.strictObject({
      check: z.string(),
      severity: z.enum(['off', 'warning', 'error']),
      reason: z.string().optional(),
      findings: z.int(),
    }),
  ),
});

/** A dependency, where its architecture matters. */
const meant = { ...dependency, arch: z.string().optional() };

const change = { before: z.string(), after: z.string() };

const message = { message: z.string() };

/** `manifest diff` */
export const manifestCompared = z.strictObject({
  type: z.literal('manifest.compared'),
  before: z.string(),
  after: z.string(),
  differences: listOf(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.enum(['added', 'removed', 'joined', 'dropped']),
        ...meant,
        ...message,
      }),
      z.strictObject({
        kind: z.literal('rebuilt'),
        algorithm: z.string(),
        ...meant,
        ...change,
        ...message,
      }),
      z.strictObject({
        kind: z.enum(['digests', 'moved', 'source']),
        ...meant,
        ...change,
        ...message,
      }),
      z.strictObject({
        kind: z.literal('default'),
        name: z.string(),
        before: listOf(z.string()),
        after: listOf(z.string()),
        ...message,
      }),
      z.strictObject({
        kind: z.literal('deprecation'),
        name: z.string(),
        line: z.string(),
        before: z.string().optional(),
        after: z.string().optional(),
        ...message,
      }),
    ]),
  ),
});

/** Why something goes. */
const reason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('older'), than: z.string() }),
  z.strictObject({ kind: z.literal('retired'), stacks: listOf(z.string()) }),
  z.strictObject({ kind: z.literal('superseded'), by: z.string() }),
  /** Of `manifest remove`. */
  z.strictObject({ kind: z.literal('asked') }),
]);

/** `manifest update`, `manifest copy-stack` and `manifest remove` */
export const manifestUpdated = z.strictObject({
  type: z.literal('manifest.updated'),
  file: z.string(),
  /** Whether its text changed; with `--check`, whether it would. */
  changed: z.boolean(),
  changes: listOf(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['added', 'joined']), ...meant, ...message }),
      z.strictObject({ kind: z.literal('removed'), reason, ...meant, ...message }),
      /** Without a reason: the stacks are retired or named, or it is there for them for another architecture. */
      z.strictObject({
        kind: z.literal('retired'),
        reason: reason.optional(),
        ...meant,
        ...message,
      }),
      z.strictObject({
        kind: z.literal('rebuilt'),
        keys: listOf(z.string()),
        /** These stacks were in an entry with others, and have one of their own now. */
        apart: z.boolean(),
        ...meant,
        ...message,
      }),
      z.strictObject({
        kind: z.literal('default-moved'),
        name: z.string(),
        from: z.string().optional(),
        to: z.string(),
        ...message,
      }),
      z.strictObject({
        kind: z.literal('mapping-moved'),
        name: z.string(),
        from: z.string(),
        to: z.string(),
        ...message,
      }),
      z.strictObject({
        kind: z.literal('deprecation-removed'),
        name: z.string(),
        line: z.string(),
        ...message,
      }),
      z.strictObject({
        kind: z.enum(['default-removed', 'mapping-removed']),
        name: z.string(),
        ...message,
      }),
    ]),
  ),
  /** What is left as it is although a record or a policy says something else. */
  notes: listOf(z.string()),
  /** With `--check`. */
  diff: z.string().optional(),
});

/** `manifest new` */
export const manifestWritten = z.strictObject({
  type: z.literal('manifest.written'),
  /** Missing: written to nowhere but here. */
  file: z.string().optional(),
  text: z.string(),
});
