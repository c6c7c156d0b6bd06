import { stringify } from 'yaml';
import type { Resolved } from '../../builder/order/index.js';
import { GUEST } from '../../path.js';
import { buildKey, type FurtherSource, type Plan, type Step } from '../../plan/index.js';
import type { Limits } from '../../sandbox/index.js';
import type { Failure } from '../schema/failure.js';
import { limitsText } from './limits.js';
import { toldOrigin } from '../../source/origin/index.js';

/** A plan as people read it: everything that a build would do, in the order in which it would. */
export function planText(
  { plan, reason, way }: Pick<Resolved, 'plan' | 'reason' | 'way'>,
  key: string,
  limits: Limits,
  missing?: Failure,
): string {
  const { source, sources, relocate, artifact } = plan;
  const common = commonEnvironment(plan.steps);
  return stringify(
    {
      build: `${plan.name} ${plan.version}`,
      key,
      ...(missing === undefined
        ? {}
        : { missing: { what: missing.message, mended: missing.hint ?? '' } }),
      stack: `${plan.stack.name} (${reason})`,
      arch: plan.arch,
      mode: `${way.mode} (${way.reason})`,
      limits: limitsText(limits),
      prefix: plan.prefix,
      options: plan.options,
      source: sourceText(source),
      ...(sources === undefined ? {} : { sources: sources.map(furtherText) }),
      packages: {
        toolchain: plan.stack.toolchain,
        ...crossPackages(plan),
        build: plan.packages.build,
        run: plan.packages.run,
      },
      environment: common,
      patches: plan.patches.map(({ name }) => name),
      steps: plan.steps.map((step) => stepText(step, common)),
      relocate: {
        ...Object.fromEntries(
          relocate.mappings.map(({ from, to }) => [from, to === '' ? '/' : to]),
        ),
        strip: relocate.strip,
        prune: relocate.prune,
      },
      artifact: artifact.file,
      audit: {
        skipped: plan.waivers.map(({ check, reason, files }) =>
          files.length === 0 ? { check, reason } : { check, reason, files },
        ),
      },
      tests: plan.tests.map(({ name }) => name),
    },
    { lineWidth: 0, blockQuote: 'literal' },
  );
}

function sourceText(source: Plan['source']): Record<string, unknown> {
  if (source.kind === 'git') {
    const { repository: git, tag, commit } = source;
    return { ...{ git, tag, commit }, ...trustedText(source) };
  }
  return {
    from: source.origins.map((origin) =>
      origin.digests === undefined
        ? toldOrigin(origin)
        : { from: toldOrigin(origin), ...origin.digests, differs: origin.differs },
    ),
    ...source.digests,
    ...trustedText(source),
  };
}

/** Something that is taken beside the source, and where it will be. */
function furtherText({ name, version, source, into, unpack, listed }: FurtherSource) {
  return {
    name: `${name} ${version}`,
    ...sourceText(source),
    [unpack ? 'unpacked into' : 'put at']:
      into === undefined ? `${GUEST.further}/${name}` : `${GUEST.source}/${into}`,
    ...(listed ? { listed } : {}),
  };
}

function trustedText({ insteadOf }: Plan['source']): Record<string, unknown> {
  return insteadOf === undefined ? {} : { "trusted instead of the recipe's": insteadOf };
}

/** What a cross compiled plan has beside: in which root its steps run, and what is built for that first. */
function crossPackages({ cross }: Plan): Record<string, unknown> {
  if (cross === undefined) return {};
  return {
    [`cross (${cross.machine})`]: cross.packages,
    ...(cross.needs.length === 0
      ? {}
      : {
          needs: cross.needs.map(
            ({ plan }) => `${plan.name} ${plan.version} for ${plan.arch}, ${buildKey(plan)}`,
          ),
        }),
  };
}

/** The variables that every step has alike. */
function commonEnvironment(steps: readonly Step[]): Record<string, string> {
  const [first, ...others] = steps.map((step) => step.environment);
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([name, value]) =>
      others.every((environment) => environment[name] === value),
    ),
  );
}

function stepText(step: Step, common: Readonly<Record<string, string>>): Record<string, unknown> {
  const own = Object.entries(step.environment).filter(([name]) => !(name in common));
  return {
    step: step.label,
    directory: step.directory,
    ...(own.length === 0 ? {} : { environment: Object.fromEntries(own) }),
    ...(step.args.length === 0 ? {} : { args: step.args }),
    script: step.script,
  };
}
