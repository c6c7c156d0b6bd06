import type { HostPath } from '../path.js';
import type { Plan } from '../plan/index.js';
import type { Stack } from '../stack/index.js';

/**
 * The stack that a plan was made for, as it was defined then, whatever this machine's definition says
 * now; only where an archive lies is taken from here, since its digest says what it is.
 * @param file where the plan is, for messages
 */
export function stackOfPlan(plan: Plan, stacks: readonly Stack[], file: HostPath): Stack {
  const here = stacks.find(({ name }) => name === plan.stack.name);
  const root = here !== undefined && 'archive' in here.root ? here.root : plan.stack.root;
  return {
    description: '',
    // What it sets is in the plan's steps.
    environment: {},
    ...plan.stack,
    architectures: plan.cross === undefined ? [plan.arch] : [plan.arch, plan.cross.machine],
    root,
    file: here?.file ?? file,
  };
}
