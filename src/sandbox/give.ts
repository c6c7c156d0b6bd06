import { giveToBuildUser, isClosedToBuildUser } from '../program/index.js';
import type { HostPath } from '../path.js';
import { runnerKind } from './registry.js';

/**
 * Gives a file or folder, and all that is in it, to whoever a runner runs commands as on the machine.
 * What they are to change, or what is closed to others, has to be given to them once we have written it.
 * @param runner the name of a runner
 * @throws BuilderError SANDBOX_FAILED
 */
export async function giveToSteps(
  runner: string,
  path: HostPath,
  signal?: AbortSignal,
): Promise<void> {
  // The machine itself runs them as ourselves.
  if (runnerKind(runner).isolates) await giveToBuildUser(path, signal);
}

/**
 * Whether there is something in a tree that whoever a runner runs commands as can't read.
 * @throws BuilderError SANDBOX_FAILED
 */
export async function isClosedToSteps(
  runner: string,
  tree: HostPath,
  signal?: AbortSignal,
): Promise<boolean> {
  return runnerKind(runner).isolates && (await isClosedToBuildUser(tree, signal));
}
