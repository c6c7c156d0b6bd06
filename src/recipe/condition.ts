import semver from 'semver';
import { isInRange } from '../version/index.js';
import * as z from 'zod';
import { ARCH_NAMES, type Arch } from '../architecture.js';
import { strictObject } from '../files/index.js';

/** What a condition is asked about. */
export interface Facts {
  version: string;
  stack: string;
  arch: Arch;
  /** Whether compilers of another architecture make it. */
  cross: boolean;
  options: Readonly<Record<string, boolean>>;
}

const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1)]);

const versionRange = z
  .string()
  .refine((range) => semver.validRange(range) !== null, {
    error: "not a version range; write it like '>=3.8 <3.12' or '2.7.18'",
  })
  .describe('Semantic version range, such as `>=3.8 <3.12`.');

/** `when:` of any entry: everything that it names must hold. */
export const conditionSchema = strictObject({
  version: versionRange.optional(),
  stack: oneOrMore(z.string()).optional(),
  arch: oneOrMore(z.enum(ARCH_NAMES)).optional(),
  options: z.record(z.string(), z.boolean()).optional(),
  cross: z.boolean().optional().describe('Whether it is cross compiled.'),
}).describe('Everything named must hold.');

/** A parsed `when:`. */
export type Condition = z.infer<typeof conditionSchema>;

/** Whether everything that a condition names holds; no condition always does. */
export function holds(condition: Condition | undefined, facts: Facts): boolean {
  if (condition === undefined) return true;
  const { version, stack, arch, cross, options = {} } = condition;
  return (
    (version === undefined || isInRange(facts.version, version, { includePrerelease: true })) &&
    (stack === undefined || [stack].flat().includes(facts.stack)) &&
    (arch === undefined || [arch].flat().includes(facts.arch)) &&
    (cross === undefined || cross === facts.cross) &&
    Object.entries(options).every(([name, wanted]) => facts.options[name] === wanted)
  );
}
