import type { Arch } from '../architecture.js';
import { isContainer, type Stack, stackOfMachine } from '../stack/index.js';
import { probeRunner } from './probe.js';
import { isolatingRunners, runnerKind, type RunnerName } from './registry.js';
import type { ProbeOptions } from './runner/kind.js';

/**
 * The stack that this machine is itself, where steps are run on the machine: as somebody says by the runner,
 * or because we are in a container of the stack, in which nothing isolates.
 */
export async function ownStack(
  { stacks, arch, runner }: { stacks: readonly Stack[]; arch: Arch; runner?: RunnerName },
  options: ProbeOptions,
): Promise<Stack | undefined> {
  if (runner !== undefined && runnerKind(runner).isolates) return undefined;
  const stack = await stackOfMachine(stacks, arch);
  if (stack === undefined || runner !== undefined) return stack;
  if (!(await isContainer())) return undefined;
  for (const name of isolatingRunners()) {
    if ((await probeRunner(name, options)).works) return undefined;
  }
  return stack;
}
