import * as z from 'zod';
import { ARCH_NAMES } from '../architecture.js';
import { guestFault, isBelow } from '../name.js';
import {
  artifactFile,
  fileName,
  gitAddress,
  gitCommit,
  gitTag,
  glob,
  guest,
  guestBelow,
  guestPrefix,
  packageName,
  plainName,
  relativePath,
  text,
  variable,
  version,
  word,
} from '../name-schema.js';
import { GUEST } from '../path.js';
import { stackSchema } from '../stack/index.js';
import { isDigest } from '../files/index.js';
import { plannedDigests, plannedOrigin, withheld } from '../source/origin/index.js';
import { withSha8 } from './artifact-file.js';

/**
 * Counts changes of what binary-builder itself does to an artifact's bytes: its relocation, its tar,
 * its compression. It is part of every
 * plan, so that artifacts of before such a change are not taken for those of after it.
 */
export const PLAN_REVISION = 2;

const variables = z.record(variable, text);

const file = z.strictObject({ name: relativePath, content: z.string() });

/** Globs of members that are not unpacked, by their paths in the archive. */
const exclude = z.array(glob).optional();

const archive = z.strictObject({
  kind: z.literal('archive'),
  /** The address that stands for the source in records; the first one that is tried. */
  url: text,
  /** Those that have digests of their own have other bytes, of the same release. */
  origins: z.tuple([plannedOrigin], plannedOrigin),
  digests: plannedDigests,
  /** The recipe's, in whose place the digests that the user gave were trusted. */
  insteadOf: plannedDigests.optional(),
  /** The architecture, where its address is another one for each: a file that was fetched for one is none for others. */
  arch: z.enum(ARCH_NAMES).optional(),
  /** The name under which it lies in the source as it is, when it is a file that isn't unpacked. */
  file: plainName.optional(),
  exclude,
});

const source = z.discriminatedUnion('kind', [
  archive,
  z.strictObject({
    kind: z.literal('git'),
    /** Without secrets. */
    repository: gitAddress,
    withheld,
    tag: gitTag,
    commit: gitCommit,
    insteadOf: z.strictObject({ commit: gitCommit }).optional(),
    exclude,
  }),
]);

/** An archive or a file that a build takes beside its source. */
const furtherSource = z.strictObject({
  name: word,
  version,
  source: archive,
  /** Where it lies below the source; else it lies at its name in {@link GUEST.further}, read-only. */
  into: relativePath.optional(),
  /** Whether it is unpacked; else the file itself is at the place. */
  unpack: z.boolean(),
  /** Whether the manifest entry names it. */
  listed: z.boolean(),
});

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
  label: text,
  script: text,
  args: z.array(text),
  environment: variables,
  directory: guest,
});

const waiver = z.strictObject({
  check: word,
  reason: z.string(),
  /** Globs, relative to the tree; none means every file. */
  files: z.array(glob),
});

const test = z.strictObject({
  name: text,
  toolchain: z.boolean(),
  packages: z.array(packageName),
  contains: z.array(glob),
  files: z.array(file),
  /** Whether it has the unpacked source. */
  source: z.boolean().optional(),
  run: text.optional(),
  expect: z.array(text),
});

const ownPlan = z.strictObject({
  revision: z.literal(PLAN_REVISION),
  name: word,
  version,
  arch: z.enum(ARCH_NAMES),
  stack,
  options: z.record(word, z.boolean()),
  license: z.string(),
  prefix: guestPrefix,
  source,
  /** What is taken beside it, in this order. */
  sources: z.array(furtherSource).optional(),
  packages: z.strictObject({ build: z.array(packageName), run: z.array(packageName) }),
  /** Seconds since 1970 that stand for every time in the artifact. */
  epoch: z.number().int(),
  patches: z.array(file),
  steps: z.array(step),
  /** The staged tree, inside the sandbox: what will be found at the prefix. */
  tree: guestBelow(GUEST.staging),
  relocate: z.strictObject({
    /** Build paths and what they become in the artifact's text files. */
    mappings: z.array(z.strictObject({ from: guest, to: text })),
    prune: z.array(glob),
    strip: z.boolean(),
    keepSymbols: z.array(glob),
  }),
  /** Paths that no file of the artifact may contain. */
  leaks: z.array(guest),
  artifact: z.strictObject({
    /** With `{sha8}` where the beginning of its sha256 will be: see {@link artifactFileOf}. */
    file: z.string().superRefine((given, context) => {
      const { error } = fileName.safeParse(withSha8(given, '0'.repeat(8)));
      for (const { message } of error?.issues ?? []) context.addIssue({ code: 'custom', message });
    }),
    /** The name of the one file of its tree, when that itself is the artifact, and nothing is packed. */
    single: plainName.optional(),
    /** Its name in a buildpack's manifest. */
    name: word,
    /** The file at the artifact's root that lists the sources, if it has one. */
    sources: relativePath.optional(),
  }),
  /** The artifact that is brought to another prefix, when this is not a build from source. */
  relocated_from: z
    .strictObject({
      file: artifactFile,
      sha256: z.string().refine((given) => isDigest('sha256', given), 'not a sha256 digest'),
      prefix: guestPrefix,
      build_key: fileName,
      /** Globs of binaries that may keep the old prefix. */
      allow: z.array(glob),
    })
    .optional(),
  /** What users would expect in the artifact, and why it isn't there. */
  lacks: z.array(z.strictObject({ what: z.string(), reason: z.string() })).optional(),
  /** Checks of the audit that are switched off. */
  waivers: z.array(waiver),
  tests: z.array(test),
});

/** What keeps the steps of a plan in the box, and those that finish it at the prefix. */
function checkDirectories(
  { prefix, steps }: Pick<z.output<typeof ownPlan>, 'prefix' | 'steps'>,
  context: z.RefinementCtx,
): void {
  for (const [index, { phase, directory }] of steps.entries()) {
    const inBox = isBelow(GUEST.root, directory);
    if (
      guestFault(directory) !== undefined ||
      inBox ||
      (phase === 'finish' && isBelow(prefix, directory))
    )
      continue;
    context.addIssue({
      code: 'custom',
      path: ['steps', index, 'directory'],
      message: `must lie in ${GUEST.root}`,
    });
  }
}

/** What is packed is a tarball, and is called so. */
function checkFile(
  { artifact: { file, single } }: Pick<z.output<typeof ownPlan>, 'artifact'>,
  context: z.RefinementCtx,
): void {
  if (single !== undefined || file.endsWith('.tgz')) return;
  context.addIssue({ code: 'custom', path: ['artifact', 'file'], message: 'must end with .tgz' });
}

const ownPlanSchema = ownPlan.superRefine(checkDirectories).superRefine(checkFile);

const cross = z.strictObject({
  /** The architecture of the root in which it is compiled. */
  machine: z.enum(ARCH_NAMES),
  /** Packages of that root: the cross compiler, and programs that run while building. */
  packages: z.array(packageName),
  /** Scripts and files that stand before the cross compiler. */
  tools: z.array(z.strictObject({ name: plainName, content: z.string() })),
  /** What of that architecture is needed while building; built first, by plans of their own. */
  needs: z.array(z.strictObject({ name: word, plan: ownPlanSchema })),
});

/**
 * The form of a plan, as it is written beside a build and read back; beside a downloaded artifact it is
 * anybody's, so that whatever is a name in it is held to the rule for names.
 */
export const planSchema = ownPlan
  .extend({
    /**
     * Set when compilers of another architecture build it; `packages.build` are then those of the
     * sysroot.
     */
    cross: cross.optional(),
  })
  .superRefine(checkDirectories)
  .superRefine(checkFile);

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

/** A source that is an archive or a file. */
export type ArchiveSource = z.infer<typeof archive>;

/** See {@link Plan}. */
export type FurtherSource = z.infer<typeof furtherSource>;
