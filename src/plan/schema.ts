import * as z from 'zod';
import { ARCH_NAMES } from '../architecture.js';
import { guestPath } from '../path.js';
import { stackSchema } from '../stack/index.js';

/**
 * Counts changes of what binary-builder itself does to an artifact's bytes: its relocation, its tar,
 * its compression. It is part of every
 * plan, so that artifacts of before such a change are not taken for those of after it.
 */
export const PLAN_REVISION = 1;

const guest = z
  .string()
  .startsWith('/')
  .transform((path) => guestPath(path));

const variables = z.record(z.string(), z.string());

const file = z.strictObject({ name: z.string(), content: z.string() });

const digests = z.strictObject({
  md5: z.string().optional(),
  sha256: z.string().optional(),
  sha512: z.string().optional(),
});

/** What an address was given with and the plan doesn't say: a user name, a password, names of query fields. */
const withheld = z.array(z.string().regex(/^[\w. -]+$/)).optional();

const origin = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('url'),
    /** Without secrets: plans are published. */
    url: z.string(),
    withheld,
  }),
  z.strictObject({
    kind: z.literal('debian'),
    package: z.string(),
    suite: z.string(),
    version: z.string(),
  }),
]);

const source = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('archive'),
    /** The address that stands for the source in records; the first one that is tried. */
    url: z.string(),
    origins: z.tuple([origin], origin),
    digests,
  }),
  z.strictObject({
    kind: z.literal('git'),
    /** Without secrets. */
    repository: z.string(),
    withheld,
    tag: z.string(),
    commit: z.string(),
  }),
]);

/** What of a stack's definition can change an artifact; its environment is in the steps already. */
const stack = stackSchema.pick({
  name: true,
  glibc: true,
  root: true,
  packages: true,
  toolchain: true,
  ccache: true,
});

const step = z.strictObject({
  phase: z.enum(['patch', 'bootstrap', 'configure', 'make', 'install', 'finish']),
  /** The phase, with `:before` or `:after` for a hook; unique in a plan, and the log's name. */
  label: z.string(),
  script: z.string(),
  args: z.array(z.string()),
  environment: variables,
  directory: guest,
});

const waiver = z.strictObject({
  check: z.string(),
  reason: z.string(),
  /** Globs, relative to the tree; none means every file. */
  files: z.array(z.string()),
});

const test = z.strictObject({
  name: z.string(),
  toolchain: z.boolean(),
  packages: z.array(z.string()),
  contains: z.array(z.string()),
  files: z.array(file),
  /** Whether it has the unpacked source. */
  source: z.boolean().optional(),
  run: z.string().optional(),
  expect: z.array(z.string()),
});

const ownPlanSchema = z.strictObject({
  revision: z.literal(PLAN_REVISION),
  name: z.string(),
  version: z.string(),
  arch: z.enum(ARCH_NAMES),
  stack,
  options: z.record(z.string(), z.boolean()),
  license: z.string(),
  prefix: guest,
  source,
  packages: z.strictObject({ build: z.array(z.string()), run: z.array(z.string()) }),
  /** Seconds since 1970 that stand for every time in the artifact. */
  epoch: z.number().int(),
  patches: z.array(file),
  steps: z.array(step),
  /** The staged tree, inside the sandbox: what will be found at the prefix. */
  tree: guest,
  relocate: z.strictObject({
    /** Build paths and what they become in the artifact's text files. */
    mappings: z.array(z.strictObject({ from: guest, to: z.string() })),
    prune: z.array(z.string()),
    strip: z.boolean(),
    keepSymbols: z.array(z.string()),
  }),
  /** Paths that no file of the artifact may contain. */
  leaks: z.array(z.string()),
  artifact: z.strictObject({
    file: z.string(),
    /** Its name in a buildpack's manifest. */
    name: z.string(),
    /** The file at the artifact's root that lists the sources, if it has one. */
    sources: z.string().optional(),
  }),
  /** The artifact that is brought to another prefix, when this is not a build from source. */
  relocated_from: z
    .strictObject({
      file: z.string(),
      sha256: z.string(),
      prefix: guest,
      build_key: z.string(),
      /** Globs of binaries that may keep the old prefix. */
      allow: z.array(z.string()),
    })
    .optional(),
  /** What users would expect in the artifact, and why it isn't there. */
  lacks: z.array(z.strictObject({ what: z.string(), reason: z.string() })).optional(),
  /** Checks of the audit that are switched off. */
  waivers: z.array(waiver),
  tests: z.array(test),
});

const cross = z.strictObject({
  /** The architecture of the root in which it is compiled. */
  machine: z.enum(ARCH_NAMES),
  /** Packages of that root: the cross compiler, and programs that run while building. */
  packages: z.array(z.string()),
  /** Scripts and files that stand before the cross compiler. */
  tools: z.array(file),
  /** What of that architecture is needed while building; built first, by plans of their own. */
  needs: z.array(z.strictObject({ name: z.string(), plan: ownPlanSchema })),
});

/** The form of a plan, as it is written beside a build and read back. */
export const planSchema = ownPlanSchema.extend({
  /**
   * Set when compilers of another architecture build it; `packages.build` are then those of the
   * sysroot.
   */
  cross: cross.optional(),
});

/** A plan that is executed in a root of its own architecture. */
export type OwnPlan = z.infer<typeof ownPlanSchema>;

/** Recipe × request with everything resolved: all that a build does, and nothing that it decides. */
export type Plan = z.infer<typeof planSchema>;

/** What a plan says of its stack. */
export type PlanStack = Plan['stack'];

/** One script that runs in the sandbox. */
export type Step = Plan['steps'][number];

/** One test of the packed artifact. */
export type ArtifactTest = Plan['tests'][number];
