import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isFolder } from '../../files/index.js';
import { GUEST, inHost } from '../../path.js';
import type { Step } from '../../plan/index.js';
import { giveToSteps } from '../../sandbox/index.js';
import { crossHint, placeTools } from './cross-steps.js';
import { stepEnvironment, stepMounts } from './environment.js';
import { asPhase, type PhaseContext } from './phase.js';
import {
  asPart,
  furtherFolder,
  onHost,
  type PlanSources,
  recordFailure,
  sandboxOf,
} from '../place/index.js';
import { runScript, stepError } from './script.js';
import { checkStaging } from './staging.js';
import { type LeftOut, unpackSources } from './unpack-sources.js';

/** Sources, patches and what stands before a cross compiler into the workplace. */
export async function unpackPhase(context: PhaseContext, sources: PlanSources): Promise<LeftOut> {
  const { plan, place, signal } = context;
  const { runner } = context.sandbox;
  const leftOut = await unpackSources(plan, sources, place, signal);
  for (const { name, content } of plan.patches) {
    const file = inHost(await onHost(place, GUEST.files), name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await placeTools(plan, place);
  await giveToSteps(runner, place.box, signal);
  if (await isFolder(furtherFolder(place))) await giveToSteps(runner, furtherFolder(place), signal);
  return leftOut;
}

/**
 * Runs the plan's steps of some phases, each step with its own log.
 * @throws BuilderError STEP_FAILED with the end of the log
 */
export async function runSteps(
  context: PhaseContext,
  phases: readonly Step['phase'][],
): Promise<void> {
  const { plan, place } = context;
  for (const phase of phases) {
    const steps = plan.steps.filter((step) => step.phase === phase);
    if (steps.length === 0) continue;
    await asPhase(context, phase, async () => {
      for (const step of steps) {
        const part = { build: place.id, part: step.label, phase };
        await asPart(part, context.emit, () => runStep(context, step));
      }
    });
    if (phase === 'install') await checkStaging(plan, place, context.emit);
  }
}

async function runStep(context: PhaseContext, step: Step): Promise<void> {
  const { plan, place, effort, sysroot } = context;
  const failure = await runScript(
    {
      build: place.id,
      label: step.label,
      log: logName(plan.steps.indexOf(step), step.label),
      text: step.script,
      args: step.args,
    },
    {
      environment: stepEnvironment(plan, step, effort),
      directory: step.directory,
      mounts: await stepMounts(plan, step, place, sysroot),
    },
    {
      ...context,
      sandbox: sandboxOf(step, context),
      logs: place.logs,
    },
  );
  if (failure === undefined) return;
  await recordFailure(place, step.label);
  const what = `${plan.name} ${plan.version}: ${step.label}`;
  const crossing =
    plan.cross === undefined || step.phase === 'finish'
      ? undefined
      : await crossHint(failure, step.directory, place);
  throw stepError(what, place.id, failure, crossing);
}

function logName(index: number, label: string): string {
  const name = label.replaceAll(/[^a-z0-9.-]+/gi, '-').slice(0, 100);
  return `${String(index + 1).padStart(2, '0')}-${name}`;
}
