import { reasonOf } from '../../../error.js';
import { decideLimits } from '../limits.js';
import { openCgroups } from './cgroup.js';
import { parentsFor, removeStale, textOf, type Parent } from './usable.js';
import { tryProgram } from '../../../program/index.js';

export { openCgroups, type Cgroups } from './cgroup.js';
export type { Parent } from './usable.js';

/** Whether steps can be put into cgroups here. */
export interface CgroupStatus {
  /** Those that work; none when none does. */
  readonly parents: readonly Parent[];
  /** Why the memory of a step can't be limited by them; undefined when it can. */
  readonly noMemory: string | undefined;
}

let status: Promise<CgroupStatus> | undefined;

/** Tries once whether a process can be put into cgroups of ours, and removes what was left in them. */
export function probeCgroups(): Promise<CgroupStatus> {
  status ??= probe();
  return status;
}

async function probe(): Promise<CgroupStatus> {
  const cgroup = (await textOf('/proc/self/cgroup')) ?? '';
  const mountinfo = (await textOf('/proc/self/mountinfo')) ?? '';
  const found = await parentsFor(cgroup, mountinfo);
  await removeStale(found);
  const parents: Parent[] = [];
  let noMemory: string | undefined = 'no cgroup with the controller memory is ours to divide';
  for (const parent of found) {
    const refusal = await refusalOf(parent);
    if (refusal === undefined) parents.push(parent);
    if (parent.controllers.includes('memory')) noMemory = refusal;
  }
  return { parents, noMemory };
}

/** Why a program can't be put into a cgroup there; undefined when it can. */
async function refusalOf(parent: Parent): Promise<string | undefined> {
  try {
    const limits = decideLimits(undefined, { emulated: false, memory: 1024 ** 3 });
    const cgroups = await openCgroups([parent], limits);
    try {
      const [program, ...rest] = [...cgroups.join, '/bin/sh', '-c', ':'];
      const { failure } = await tryProgram([program, ...rest]);
      return failure === undefined
        ? undefined
        : reasonOf(`Command failed: ${[program, ...rest].join(' ')}`);
    } finally {
      await cgroups.close();
    }
  } catch (error) {
    return reasonOf(error);
  }
}
