import type { HostPath } from '../path.js';
import { asPhase, testFailed, testTree } from '../builder/phases/index.js';
import { atWorkbench, requireUnchanged, type ArtifactRequest } from './workbench.js';
import type { BuildContext } from '../builder/place/index.js';

/** What the tests of an artifact came to. */
interface TestedArtifact {
  artifact: HostPath;
  /** The names of the tests, all of which passed. */
  passed: string[];
}

/**
 * Runs the tests of an artifact's plan on it again, wherever the file came from.
 * @throws BuilderError TEST_FAILED for the first test that fails; ARTIFACT_CHANGED, NO_RECORD, and
 * what unpacking a foreign archive throws
 */
export async function testArtifact(
  request: ArtifactRequest,
  context: BuildContext,
): Promise<TestedArtifact> {
  const { found } = request;
  await requireUnchanged(found, context.signal);
  return atWorkbench(request, 'test', context, async ({ plan, place, setting, unpack }) => {
    const tree = await unpack();
    const passed: string[] = [];
    await asPhase({ ...setting, signal: context.signal, place }, 'test', async () => {
      for await (const { name, failure } of testTree(tree, plan, place, setting)) {
        if (failure !== undefined) {
          throw testFailed(plan, { name, failure }, `It was unpacked to ${tree}`);
        }
        passed.push(name);
      }
    });
    return { artifact: found.artifact, passed };
  });
}
