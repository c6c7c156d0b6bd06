import { BuilderError } from '../error.js';
import { artifactFile } from '../name-schema.js';
import { globFault } from '../pattern/index.js';
import { guestPath, type GuestPath } from '../path.js';
import { withSha8 } from './artifact-file.js';
import { parsePrefix } from './prefix.js';
import type { Plan } from './schema.js';

/** The artifact that a relocated one is made of. */
export type Origin = NonNullable<Plan['relocated_from']>;

/**
 * The plan by which a finished artifact is brought to another prefix: its tree, relocated, then the
 * finishing steps of its own plan, there. Pure.
 *
 * In the scripts nothing changes, since they get every path from their environment; environment,
 * arguments and what tests expect are brought to the new prefix.
 * @param plan that of the artifact
 * @throws BuilderError USAGE for a prefix that is not one, or that lies inside the old one
 */
export function relocatedPlan(plan: Plan, prefix: string, origin: Omit<Origin, 'prefix'>): Plan {
  if (plan.artifact.single !== undefined) {
    throw new BuilderError(
      'USAGE',
      `${plan.artifact.file} is the source's own file, which is at no prefix.`,
      {
        hint: 'Use it as it is.',
      },
    );
  }
  const to = checkPrefix(prefix, plan.prefix);
  for (const glob of origin.allow) {
    const fault = globFault(glob);
    if (fault !== undefined) throw new BuilderError('USAGE', `--allow '${glob}': ${fault}.`);
  }
  const move = mover(plan.prefix, to);
  const moveAll = (variables: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, move(value)]));
  return {
    ...plan,
    prefix: to,
    patches: [],
    steps: plan.steps
      .filter(({ phase }) => phase === 'finish')
      .map((step) => ({
        ...step,
        args: step.args.map(move),
        // Where the tree is staged stays as it is, though the old prefix may be in its name.
        environment: { ...moveAll(step.environment), TREE: plan.tree },
        directory: guestPath(move(step.directory)),
      })),
    relocate: {
      mappings: [{ from: plan.prefix, to }],
      prune: [],
      strip: false,
      keepSymbols: [],
    },
    artifact: { ...plan.artifact, file: relocatedFile(plan.artifact.file, to) },
    tests: plan.tests.map((test) => ({ ...test, expect: test.expect.map(move) })),
    relocated_from: { ...origin, prefix: plan.prefix },
  };
}

function checkPrefix(text: string, old: GuestPath): GuestPath {
  const prefix = parsePrefix(text);
  if (prefix === old || prefix.startsWith(`${old}/`)) {
    throw new BuilderError(
      'USAGE',
      prefix === old ? `It is at ${old} already.` : `${prefix} lies inside the old prefix ${old}.`,
      { hint: 'Choose a prefix that is not inside the old one, so that one can tell them apart.' },
    );
  }
  return prefix;
}

/** Replaces the old prefix where it stands as a whole path, or as the beginning of one. */
function mover(from: GuestPath, to: GuestPath): (text: string) => string {
  const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(?<![\\w.+~/-])${escaped}(?![\\w.+~-])`, 'g');
  return (text) => text.replace(pattern, () => to);
}

function relocatedFile(file: string, prefix: GuestPath): string {
  const stem = file.replace(/\.tgz$/, '').replace(/-at-.*$/, '');
  const moved = `${stem}-at-${prefix.slice(1).replaceAll('/', '-')}.tgz`;
  const { error } = artifactFile.safeParse(withSha8(moved, '0'.repeat(8)));
  if (error === undefined) return moved;
  const why = error.issues[0]?.message ?? 'it is none';
  throw new BuilderError('USAGE', `'${moved}' can't be the name of an artifact: ${why}.`, {
    hint: 'The prefix is a part of it: give a shorter one.',
  });
}
