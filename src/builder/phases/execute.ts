import { type ExtraFile, keepFile, type Packed, packTree } from '../../pack/index.js';
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
 * @param source the sha256 of the source, which the artifact has to have when it is the source's own file
 */
export async function packPhase(
  phases: PhaseContext,
  extra: readonly ExtraFile[],
  source?: string,
): Promise<{ artifact: HostPath; packed: Packed }> {
  const { plan, place, signal } = phases;
  const { file, single } = plan.artifact;
  const artifact = inHost(place.root, file);
  const packed = await asPhase(phases, 'pack', async () =>
    single === undefined
      ? packTree(await onHost(place, plan.tree), artifact, { epoch: plan.epoch, extra, signal })
      : keepFile(await onHost(place, plan.tree), artifact, {
          name: single,
          sha256: source,
          signal,
        }),
  );
  return { artifact, packed };
}
