import * as z from 'zod';
import { publicUri } from '../network/index.js';
import { ARCH_NAMES } from '../architecture.js';
import { pathFault } from '../name.js';
import {
  artifactFile,
  fileName,
  gitCommit,
  plainName,
  prefix,
  version,
  word,
} from '../name-schema.js';
import type { HostPath } from '../path.js';
import {
  type Algorithm,
  isDigest,
  readDocument,
  readRegular,
  strictObject,
  yamlText,
} from '../files/index.js';

const digest = (algorithm: Algorithm) =>
  z.string().refine((text) => isDigest(algorithm, text), `is not a ${algorithm} digest`);

/** Whoever wrote it, no secret of it is printed, or written again. */
const address = z.string().transform((text): string => publicUri(text));

/** Where an artifact can be had: an address, or its path below an output directory. */
const uri = z.string().superRefine((given, context) => {
  const path = given.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const message =
    path === given ? pathFault(path) : /[\s\p{C}]/u.test(path) ? 'is no address' : undefined;
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** A buildpack's manifest entry for one artifact, keys in the order in which manifests have them. */
const manifestEntrySchema = strictObject({
  name: word,
  version,
  uri,
  md5: digest('md5'),
  sha256: digest('sha256'),
  cf_stacks: z.array(fileName),
  source: address,
  source_sha256: digest('sha256'),
  /** What is in it besides, as its recipe lists it. */
  dependencies: z.array(strictObject({ name: word, version })).optional(),
});

/** {@link ArtifactRecord}, as its file has it; the order of the keys here is their order there. */
export const recordSchema = strictObject({
  name: word,
  version,
  /** The SPDX expression of the recipe. */
  license: z.string().optional(),
  arch: z.enum(ARCH_NAMES),
  stack: strictObject({
    name: fileName,
    digest: z.string(),
    glibc: z.string(),
    compiler: z.string().optional(),
  }),
  /**
   * How it was built, where that is not in a root of its own architecture on a machine of that
   * architecture.
   */
  built: z
    .discriminatedUnion('mode', [
      strictObject({ mode: z.literal('emulated') }),
      /** `from`: the architecture of the compiler. */
      strictObject({ mode: z.literal('cross'), from: z.enum(ARCH_NAMES) }),
    ])
    .optional(),
  file: fileName,
  /** The name of the one file of its tree, where that itself is the artifact: it is no tarball then. */
  single: plainName.optional(),
  prefix,
  size: z.int().nonnegative(),
  md5: digest('md5'),
  sha256: digest('sha256'),
  tar_sha256: digest('sha256').optional(),
  build_key: fileName,
  /** The artifact that this one was made from, for another prefix. */
  relocated_from: strictObject({
    file: artifactFile,
    sha256: digest('sha256'),
    prefix,
    build_key: fileName,
  }).optional(),
  manifest: manifestEntrySchema,
  sources: z.array(
    strictObject({
      name: z.string(),
      /** Of those that were taken beside the recipe's own source. */
      version: version.optional(),
      url: address,
      md5: digest('md5'),
      sha256: digest('sha256'),
      sha512: digest('sha512'),
      /** What the recipe said, in whose place the user's own digest or commit was trusted. */
      trusted_instead_of: strictObject({
        ...{ md5: digest('md5').optional(), sha256: digest('sha256').optional() },
        ...{ sha512: digest('sha512').optional(), commit: gitCommit.optional() },
      }).optional(),
      /** In what these bytes differ from those of the place that the recipe names first. */
      differs: z.string().optional(),
      /** Members that were not unpacked, because the recipe excludes them. */
      left_out: z.array(z.string()).optional(),
    }),
  ),
  options: z.record(z.string(), z.union([z.string(), z.boolean(), z.int()])),
  /** What users would expect in it, and why it isn't there. */
  lacks: z.array(strictObject({ what: z.string(), reason: z.string() })).optional(),
}).superRefine(({ single, file, tar_sha256 }, context) => {
  if (single !== undefined) return;
  const faulty = (key: string, message: string) => {
    context.addIssue({ code: 'custom', path: [key], message });
  };
  if (!file.endsWith('.tgz')) faulty('file', 'must end with .tgz');
  if (tar_sha256 === undefined) faulty('tar_sha256', 'expected string, received undefined');
});

/** A buildpack's manifest entry for one artifact. */
type ManifestEntry = z.infer<typeof manifestEntrySchema>;

/**
 * What is known of an artifact. It holds nothing of the machine that built it, no time and no
 * runner: two machines that build the same artifact write the same record.
 *
 * `size` is in bytes, digests are lower-case hex; `tar_sha256` is that of the tar inside the gzip.
 */
export type ArtifactRecord = z.infer<typeof recordSchema>;

/** The text of a record's file. The same record always gives the same text. */
export function recordYaml(record: ArtifactRecord): string {
  const { options, lacks, ...rest } = recordSchema.parse(record);
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return yamlText({ ...rest, options: Object.fromEntries(sorted), lacks });
}

/**
 * Reads a record's file.
 * @throws BuilderError RECORD_INVALID; the system's ENOENT when there is none
 */
export async function readRecord(path: HostPath): Promise<ArtifactRecord> {
  const text = (await readRegular(path, 'RECORD_INVALID')).toString('utf8');
  return readDocument({ path, text }, recordSchema, 'RECORD_INVALID');
}

/** A manifest entry as a list item, ready to paste below a manifest's `dependencies:`. */
export function manifestEntryYaml(entry: ManifestEntry): string {
  return yamlText([manifestEntrySchema.parse(entry)]);
}
