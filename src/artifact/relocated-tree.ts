import { BuilderError } from '../error.js';
import { unpackArtifact, type Packed } from '../pack/index.js';
import { type Limits } from '../archive/index.js';
import { inHost, type HostPath } from '../path.js';
import type { Origin } from '../plan/index.js';
import { giveToSteps } from '../sandbox/index.js';
import { artifactName } from '../store/index.js';
import { sha256Of } from '../files/index.js';
import {
  asPhase,
  packPhase,
  type PhaseContext,
  relocatePhase,
  runSteps,
} from '../builder/phases/index.js';
import { onHost } from '../builder/place/index.js';

/**
 * Executes a plan that brings an artifact to another prefix, up to the finished tree.
 * @param original the artifact, verified
 */
export async function makeRelocatedTree(
  original: HostPath,
  phases: PhaseContext,
  limits: Partial<Limits>,
): Promise<void> {
  const { plan, place, signal } = phases;
  await asPhase(phases, 'unpack', async () => {
    const tree = await onHost(place, plan.tree);
    await unpackArtifact(original, tree, { limits, signal });
    await giveToSteps(phases.sandbox.runner, place.box, phases.signal);
  });
  await asPhase(phases, 'relocate', () => relocatePhase(phases));
  await runSteps(phases, ['finish']);
}

/**
 * Brings an artifact to another prefix once more, for comparison.
 * @throws BuilderError UNKNOWN_ARTIFACT when the original is not among what was published
 */
export async function relocateAgain(
  phases: PhaseContext,
  { file, sha256 }: Origin,
  { output, limits }: { output: HostPath; limits: Partial<Limits> },
): Promise<{ artifact: HostPath; packed: Packed }> {
  const original = inHost(output, artifactName({ stack: phases.plan.stack, file }));
  if ((await sha256Of(original, phases.signal)) !== sha256) {
    throw new BuilderError(
      'UNKNOWN_ARTIFACT',
      `The artifact ${file}, of which this one was made, is not in ${output}.`,
      { hint: `It has the sha256 ${sha256}: put it at ${original}, or build it.` },
    );
  }
  await makeRelocatedTree(original, phases, limits);
  return packPhase(phases, []);
}
