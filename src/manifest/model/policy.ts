import nodePath from 'node:path';
import * as z from 'zod';
import { ARCH_NAMES, type Arch } from '../../architecture.js';
import { BuilderError, systemErrorCode } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { readDocument, readRegular, strictObject } from '../../files/index.js';
import { type CheckSetting, checkSettingsSchema } from './check-setting.js';

/** The name of the file beside a manifest that says how it is updated. */
const POLICY_FILE = 'binary-builder.yml';

const policySchema = strictObject({
  /** What versions must share to be of one line; default: minor. */
  line: z.enum(['major', 'minor', 'any']).optional(),
  /** How many versions of a line stay, the newest; default: one, when a newer one comes. */
  keep: z.int().min(1).optional(),
  /** Whether every version stays, and older ones may come. */
  all: z.boolean().optional(),
  /** Whether the newest that was released of a line stays. */
  'keep-latest-released': z.boolean().optional(),
  /** Versions that stay, and may come though there are newer ones. */
  pin: z.array(z.string()).optional(),
  /** Whose artifacts it takes, where several recipes make some for it. */
  recipe: z.string().optional(),
});

/**
 * What is left empty, since all below it is commented out, says nothing.
 * @param checks the ids that there are; undefined: whoever reads the file asks for none
 */
function fileSchema(checks: readonly string[] | undefined) {
  return strictObject({
    manifest: strictObject({
      uri: z.string().optional(),
      digest: z.enum(['md5', 'sha256', 'both']).optional(),
      'retired-stacks': z.array(z.string()).optional(),
      architectures: z.array(z.enum(ARCH_NAMES)).min(1).optional(),
      dependencies: z.record(z.string(), policySchema).nullish(),
      checks: checkSettingsSchema(checks).nullish(),
    }).nullish(),
  }).nullable();
}

/** How the versions of one dependency come and go. */
export interface Policy {
  /** What versions must share to be of one line. */
  readonly line?: 'major' | 'minor' | 'any' | undefined;
  /** How many versions of a line stay, the newest; at least 1. */
  readonly keep?: number | undefined;
  /** Every version stays, and older ones may come. */
  readonly all?: boolean | undefined;
  /** The newest that was released of a line stays, beside those that `keep` counts. */
  readonly keepLatestReleased?: boolean | undefined;
  /** Versions that stay, and may come though there are newer ones. */
  readonly pin?: readonly string[] | undefined;
  /** The recipe whose artifacts it takes; undefined: any, as long as no two are for one place. */
  readonly recipe?: string | undefined;
}

/** Which digests an entry has. */
export type DigestStyle = 'md5' | 'sha256' | 'both';

/** How a manifest is updated. */
export interface Policies {
  /** Template of the entries' addresses, for `expandUri`. */
  readonly uri?: string | undefined;
  /** The digests that entries get; undefined: those that they have. */
  readonly digest?: DigestStyle | undefined;
  /** Stacks that no entry is for any more. */
  readonly retiredStacks: readonly string[];
  /**
   * The architectures that entries are for. Those that don't say theirs are for the first, and those
   * for others give way to it. Undefined: those that the entries tell, and those that come with records.
   */
  readonly architectures?: readonly Arch[] | undefined;
  readonly dependencies: Readonly<Record<string, Policy>>;
  /** How much checks matter; undefined: as much as they say themselves. */
  readonly checks?: readonly CheckSetting[] | undefined;
}

/**
 * Reads the policies in `binary-builder.yml` beside a manifest; without that file there are none.
 * @param checks the ids that it may set; undefined when nobody asks for what is set
 * @throws BuilderError MANIFEST_INVALID with `path:line:column`
 */
export async function loadPolicies(
  manifest: HostPath,
  checks?: readonly string[],
): Promise<Policies> {
  const path = hostPath(nodePath.dirname(manifest), POLICY_FILE);
  try {
    const text = (await readRegular(path, 'MANIFEST_INVALID')).toString('utf8');
    return policiesOf(parse(path, text, fileSchema(checks)));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { retiredStacks: [], dependencies: {} };
    throw error;
  }
}

type PolicyFile = z.infer<ReturnType<typeof fileSchema>>;

function policiesOf(file: PolicyFile): Policies {
  const manifest = file?.manifest ?? {};
  const checks = Object.entries(manifest.checks ?? {}).flatMap(([check, setting]) =>
    setting === undefined ? [] : [{ check, ...setting }],
  );
  return {
    uri: manifest.uri,
    digest: manifest.digest,
    retiredStacks: manifest['retired-stacks'] ?? [],
    ...(manifest.architectures === undefined ? {} : { architectures: manifest.architectures }),
    dependencies: Object.fromEntries(
      Object.entries(manifest.dependencies ?? {}).map(
        ([name, { 'keep-latest-released': keepLatestReleased, ...policy }]): [string, Policy] => [
          name,
          { ...policy, keepLatestReleased },
        ],
      ),
    ),
    ...(checks.length === 0 ? {} : { checks }),
  };
}

/** @throws BuilderError MANIFEST_INVALID with `path:line:column` */
function parse(path: HostPath, text: string, schema: ReturnType<typeof fileSchema>): PolicyFile {
  try {
    return readDocument({ path, text }, schema, 'RECORD_INVALID');
  } catch (error) {
    if (!(error instanceof BuilderError)) throw error;
    throw new BuilderError('MANIFEST_INVALID', error.message, {
      hint: 'See `manifest:` in the documentation of binary-builder.yml.',
      excerpt: error.excerpt,
      cause: error,
    });
  }
}
