import * as z from 'zod';
import { ARCH_NAMES, type Arch } from '../../architecture.js';
import type { HostPath } from '../../path.js';
import type { Engine } from '../engine/engine.js';
import type { Stack } from '../definition/load.js';

/** In which form a root is wanted: unpacked, as an image of an engine, or the machine itself. */
export type RootForm = 'directory' | 'machine' | { readonly engine: Engine };

/** What somebody wants to run things in. */
export interface RootRequest {
  stack: Stack;
  arch: Arch;
  /** Whether the stack's compiler and build programs are in it; false for testing artifacts. */
  toolchain: boolean;
  /** Packages on top, in any order. */
  packages: readonly string[];
  form: RootForm;
  /** Makes the stack ready anew, from today's packages or image. */
  refresh?: boolean;
}

/** What is known of a root, kept beside it as `record.json`. */
export const rootRecordSchema = z.strictObject({
  /** Names this root: stack definition, generation, packages. */
  key: z.string(),
  stack: z.string(),
  arch: z.enum(ARCH_NAMES),
  role: z.enum(['base', 'toolchain', 'packages', 'machine']),
  /** The engine that keeps it; null for a folder of ours. */
  keptBy: z.string().nullable(),
  /** `sha256:…` of the root's tar, or of its image. */
  digest: z.string(),
  /** `sha256:…` of what it all stands on: the stack without toolchain and build packages. */
  base: z.string(),
  /** Bytes, unpacked; 0 where an engine keeps it. */
  size: z.int(),
  /** Version of the C library in it. */
  glibc: z.string(),
  /** First line of `gcc --version`; null when there is no compiler in it. */
  compiler: z.string().nullable(),
  /** Every installed package with its version. */
  packages: z.record(z.string(), z.string()),
  created: z.iso.datetime(),
});

/** See {@link rootRecordSchema}. */
export type RootRecord = z.infer<typeof rootRecordSchema>;

/** A root filesystem that is ready to run things in. */
export type Root = RootRecord &
  (
    | { readonly kind: 'directory'; readonly directory: HostPath }
    | { readonly kind: 'image'; readonly engine: Engine; readonly image: string }
    | { readonly kind: 'machine' }
  );
