import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { buildId } from '../../plan/index.js';
import { giveToSteps, type Runner } from '../../sandbox/index.js';
import { findStack, type Stack } from '../../stack/index.js';
import { cacheLock } from '../../store/index.js';
import { isFile, namesIn, withLock } from '../../files/index.js';
import { didYouMean } from '../../text/index.js';
import {
  type BuildContext,
  openSandboxes,
  readWorkplace,
  sandboxOf,
  settingOf,
  withRecipeLimits,
  workplaceOf,
} from '../place/index.js';
import { stepEnvironment, stepMounts } from '../phases/index.js';
import { interactiveEnvironment, SHELL } from './interactive.js';
import { limitsOfPlan } from '../order/index.js';

/** Names of the builds that failed and can be looked into, sorted. */
export async function failedBuilds({ folders }: Pick<BuildContext, 'folders'>): Promise<string[]> {
  const names = await namesIn(folders.work);
  // Others work there too, for a moment: stagings, for example.
  const isBuild = await Promise.all(
    names.map((name) => isFile(inHost(folders.work, name, 'plan.json'))),
  );
  return names.filter((_, index) => isBuild[index]);
}

/**
 * Opens a shell for the user to type at in the sandbox of a failed build: in the failed step's
 * directory, with its environment, and with a home and a terminal of its own. The build is the shell's alone:
 * nobody builds it again or prunes it meanwhile, since what runs in the shell could put links in their way.
 * @returns the shell's exit code
 * @throws BuilderError UNKNOWN_BUILD
 */
export async function openShell(
  id: string,
  {
    recipes,
    stacks,
    chooseRunner,
    jobs,
  }: {
    /** Where recipes are, for the limits that they say of their steps. */
    recipes: readonly HostPath[];
    stacks: readonly Stack[];
    chooseRunner: (stack: Stack) => Promise<Runner>;
    jobs: number;
  },
  context: BuildContext,
): Promise<number> {
  const { folders, emit, signal } = context;
  await refuseUnknown(id, { folders });
  return await withLock(cacheLock(folders, 'work', id), inSandbox, {
    onWait(reason) {
      emit({ type: 'build.waiting', build: id, reason });
    },
    signal,
  });

  async function inSandbox(): Promise<number> {
    const place = workplaceOf(id, folders.work);
    const { plan, failedStep } = await readWorkplace(place);
    const step = plan.steps.find(({ label }) => label === failedStep) ?? plan.steps.at(-1);
    if (step === undefined) {
      throw new BuilderError('UNKNOWN_BUILD', `The build ${buildId(plan)} has no steps.`);
    }
    const stack = findStack(stacks, plan.stack.name);
    const runner = await chooseRunner(stack);
    const held = withRecipeLimits(context, await limitsOfPlan(plan, recipes));
    const setting = settingOf(plan, stack, runner, held);
    const opened = await openSandboxes(plan, setting);
    const effort = { jobs, ccache: false };
    const sandbox = sandboxOf(step, opened);
    // A build that failed between two steps, or with another runner, has left it to us.
    await giveToSteps(sandbox.runner, place.box);
    const { exitCode } = await sandbox.shell({
      argv: SHELL,
      environment: interactiveEnvironment(
        stepEnvironment(plan, step, effort),
        `${plan.name} ${step.label}`,
        process.env.TERM,
      ),
      directory: step.directory,
      mounts: await stepMounts(plan, step, place, opened.sysroot),
    });
    return exitCode;
  }
}

async function refuseUnknown(id: string, context: Pick<BuildContext, 'folders'>): Promise<void> {
  const known = await failedBuilds(context);
  if (known.includes(id)) return;
  throw new BuilderError('UNKNOWN_BUILD', `There is no build '${id}' to look into.`, {
    hint:
      didYouMean(id, known, (nearest) => nearest) + `Failed builds: ${known.join(', ') || 'none'}.`,
  });
}
