import * as z from 'zod';
import { BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import { printableJson } from '../text/index.js';
import { readJson, strictObject } from '../files/index.js';

/** {@link Provenance}, as its file has it; the order of the keys here is their order there. */
export const provenanceSchema = strictObject({
  /** The version of binary-builder. */
  binary_builder: z.string(),
  runner: z.string(),
  machine: strictObject({
    arch: z.string(),
    /** As `uname -r` answers. */
    kernel: z.string().optional(),
    hostname: z.string(),
  }),
  user: z.string(),
  started: z.iso.datetime(),
  finished: z.iso.datetime(),
  /** Seconds that each phase took, in their order; missing in those of before it was noted. */
  phases: z.record(z.string(), z.number().nonnegative()).optional(),
  /** How many processes ran at once. */
  jobs: z.int().positive(),
  /**
   * Whether the compiler was given results that earlier builds had kept, be it for this artifact or for what
   * it was made with or of; missing where that is not known.
   */
  ccache: z.boolean().optional(),
  /** The stack's root filesystem in which it was built. */
  root: strictObject({ digest: z.string(), created: z.string() }),
});

/**
 * Who built an artifact on what, and when. It is for people: nothing is decided by it, no two builds
 * write the same, and an artifact without it is as good as any.
 */
export type Provenance = z.infer<typeof provenanceSchema>;

/** The text of a provenance file. */
export function provenanceJson(provenance: Provenance): string {
  return `${printableJson(provenanceSchema.parse(provenance), 2)}\n`;
}

/**
 * Reads a provenance file.
 * @returns undefined when there is none
 * @throws BuilderError RECORD_INVALID
 */
export async function readProvenance(path: HostPath): Promise<Provenance | undefined> {
  return await readJson(path, provenanceSchema);
}

/** Reads a provenance file; one that can't be read counts as none, since nobody needs it. */
export async function readProvenanceIfWhole(path: HostPath): Promise<Provenance | undefined> {
  try {
    return await readProvenance(path);
  } catch (error) {
    if (error instanceof BuilderError && error.code === 'RECORD_INVALID') return undefined;
    throw error;
  }
}
