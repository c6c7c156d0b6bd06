import { GUEST, type GuestPath } from '../../path.js';
import type { Plan, Step } from '../../plan/index.js';
import type { Mount } from '../../sandbox/index.js';
import { boxMount, furtherMounts, onHost, type Workplace } from '../place/index.js';

/** What a build may be told that must not change its bytes, so that it is no part of the plan. */
export interface Effort {
  /** How many processes a build may run at once. */
  jobs: number;
  /** Whether the compiler keeps its results, in the box; see `giveCompilerResults`. */
  ccache: boolean;
}

/** A step's whole environment: the plan's, and how much effort to make. */
export function stepEnvironment(
  plan: Plan,
  step: Pick<Step, 'environment'>,
  { jobs, ccache }: Effort,
): Record<string, string> {
  const environment = { ...step.environment, JOBS: String(jobs) };
  if (!ccache || plan.stack.ccache === undefined) return environment;
  const { PATH = '' } = step.environment;
  const { links } = plan.stack.ccache;
  // What stands for the cross compiler stays first; it asks for kept results by itself.
  const first = `${GUEST.tools}:`;
  return {
    ...environment,
    PATH: PATH.startsWith(first)
      ? `${first}${links}:${PATH.slice(first.length)}`
      : `${links}:${PATH}`,
    CCACHE_DIR: GUEST.ccache,
  };
}

/**
 * What a step sees of the machine: the box, what is taken beside the source, what it is compiled against, and in the finishing phase the
 * tree at its prefix.
 */
export async function stepMounts(
  plan: Plan,
  step: Pick<Step, 'phase'>,
  place: Workplace,
  sysroot: Mount | undefined,
): Promise<Mount[]> {
  return [
    boxMount(place),
    ...(await furtherMounts(plan, place)),
    ...(step.phase === 'finish'
      ? [await treeMount(plan.prefix)]
      : sysroot === undefined
        ? []
        : [sysroot]),
  ];

  async function treeMount(guest: GuestPath): Promise<Mount> {
    return { host: await onHost(place, plan.tree), guest, access: 'read-write' };
  }
}
