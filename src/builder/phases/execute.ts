import { packTree, type ExtraFile, type Packed } from '../../pack/index.js';
import { inHost, type HostPath } from '../../path.js';
import { asPhase, type PhaseContext } from './phase.js';
import { relocatePhase } from './relocation.js';
import { runSteps, unpackPhase } from './steps.js';
import type { LeftOut } from './unpack-sources.js';
import { onHost, type PlanSources } from '../place/index.js';

/**
 * Executes a plan's phases up to the finished tree, from unpack to finish.
 * @returns the members of the sources that were left out
 * @throws BuilderError STEP_FAILED and the like
 */
export async function makeTree(
  phases: PhaseContext,
  sources: PlanSources,
): Promise<{ leftOut: LeftOut }> {
  const leftOut = await asPhase(phases, 'unpack', () => unpackPhase(phases, sources));
  await runSteps(phases, ['patch', 'bootstrap', 'configure', 'make', 'install']);
  await asPhase(phases, 'relocate', () => relocatePhase(phases));
  await runSteps(phases, ['finish']);
  return { leftOut };
}

/**
 * Packs the finished tree into the workplace.
 * @param extra what is packed without being in the tree
 */
export async function packPhase(
  phases: PhaseContext,
  extra: readonly ExtraFile[],
): Promise<{ artifact: HostPath; packed: Packed }> {
  const { plan, place, signal } = phases;
  const artifact = inHost(place.root, plan.artifact.file);
  const packed = await asPhase(phases, 'pack', async () =>
    packTree(await onHost(place, plan.tree), artifact, {
      epoch: plan.epoch,
      extra,
      signal,
    }),
  );
  return { artifact, packed };
}
