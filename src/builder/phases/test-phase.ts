import { unpackArtifact } from '../../pack/index.js';
import { inHost, type HostPath } from '../../path.js';
import { giveToSteps } from '../../sandbox/index.js';
import { testFailed, testTree } from './artifact-test.js';
import type { PhaseContext } from './phase.js';
import type { Setting } from '../place/index.js';

/**
 * Tests what was packed, unpacked again.
 * @throws BuilderError TEST_FAILED for the first test that fails
 */
export async function testPhase(
  artifact: HostPath,
  { plan, place, signal }: PhaseContext,
  setting: Setting,
): Promise<void> {
  const tree = inHost(place.root, 'artifact');
  await unpackArtifact(artifact, tree, { signal, single: plan.artifact.single });
  await giveToSteps(setting.runner.name, tree, setting.signal);
  for await (const { name, failure } of testTree(tree, plan, place, setting)) {
    if (failure === undefined) continue;
    const hint = `Nothing was published; the artifact is in ${place.root}`;
    throw testFailed(plan, { name, failure }, hint);
  }
}
