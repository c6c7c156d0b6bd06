import { mkdir } from 'node:fs/promises';
import { GUEST, inHost } from '../path.js';
import { packTree } from '../pack/index.js';
import { buildId } from '../plan/index.js';
import { openSandbox, rootFormOf, type Mount } from '../sandbox/index.js';
import { prepareRoot, type RootContext } from '../stack/index.js';
import { storeArtifact, type CacheFolders, type StoredArtifact } from '../store/index.js';
import { testArtifact } from './artifact-test.js';
import { auditPhase } from './audit.js';
import type { BuildRequest } from './build.js';
import type { BuildContext } from './context.js';
import type { Effort } from './environment.js';
import { fetchPlanSource } from './fetch.js';
import { asPhase } from './phase.js';
import { makeRecord, sourcesYaml } from './record.js';
import { relocatePhase } from './relocation.js';
import { runSteps, unpackPhase } from './steps.js';
import { onHost, openWorkplace, removeWorkplace } from './workplace.js';

/**
 * Builds what the store doesn't have: every phase, then the tests, then into the store.
 * @throws BuilderError of every code from source to artifact
 */
export async function produce(
  request: BuildRequest,
  key: string,
  context: BuildContext,
): Promise<StoredArtifact> {
  const { plan, stack } = request;
  const { folders, emit, signal } = context;
  const roots: RootContext = { cache: folders.root, emit, ...(signal ? { signal } : {}) };
  const { runner, reason } = await request.chooseRunner();
  emit({ type: 'runner.selected', build: buildId(plan), runner: runner.name, reason });
  const [root, source] = await Promise.all([
    prepareRoot(
      {
        stack,
        arch: plan.arch,
        toolchain: true,
        packages: plan.packages.build,
        form: rootFormOf(runner, stack),
      },
      roots,
    ),
    fetchPlanSource(plan, request.signature, context),
  ]);

  const place = await openWorkplace(plan, folders.work);
  try {
    const effort = await decideEffort(request, folders);
    const sandbox = openSandbox(runner, root, { cache: folders.root, emit });
    const phases = { plan, place, sandbox, effort, emit, signal };
    await asPhase(phases, 'unpack', () => unpackPhase(phases, source));
    await runSteps(phases, ['patch', 'bootstrap', 'configure', 'make', 'install']);
    await asPhase(phases, 'relocate', () => relocatePhase(phases));
    await runSteps(phases, ['finish']);
    await asPhase(phases, 'audit', () => auditPhase(phases));

    const artifact = inHost(place.root, plan.artifact.file);
    const packed = await asPhase(phases, 'pack', () =>
      packTree(onHost(place, plan.tree), artifact, {
        epoch: plan.epoch,
        extra:
          plan.artifact.sources === undefined
            ? []
            : [{ path: plan.artifact.sources, content: sourcesYaml(plan, source) }],
        ...(signal ? { signal } : {}),
      }),
    );
    if (plan.tests.length > 0) {
      await asPhase(phases, 'test', () =>
        testArtifact(artifact, { plan, stack, runner, roots, place, emit, signal }),
      );
    }
    const record = makeRecord(plan, { key, root, source, packed });
    const stored = await storeArtifact(folders, key, { file: artifact, record });
    await removeWorkplace(place);
    return stored;
  } catch (error) {
    if (signal?.aborted) await removeWorkplace(place);
    throw error;
  }
}

/** Compiler results are kept apart by stack and architecture; they never meet another compiler's. */
async function decideEffort(
  { plan, jobs, ccache }: BuildRequest,
  folders: CacheFolders,
): Promise<Effort> {
  if (!ccache || plan.stack.ccache === undefined) return { jobs, ccache: undefined };
  const host = inHost(folders.ccache, `${plan.stack.name}-${plan.arch}`);
  await mkdir(host, { recursive: true });
  const mount: Mount = { host, guest: GUEST.ccache, access: 'read-write' };
  return { jobs, ccache: mount };
}
