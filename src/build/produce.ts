import { mkdir } from 'node:fs/promises';
import { GUEST, inHost } from '../path.js';
import { buildId } from '../plan/index.js';
import { openSandbox, type Mount } from '../sandbox/index.js';
import { storeArtifact, type CacheFolders, type StoredArtifact } from '../store/index.js';
import { auditPhase } from './audit.js';
import type { BuildRequest } from './build.js';
import { stackCatalogue } from './catalogue.js';
import { makeContents } from './contents.js';
import type { BuildContext } from './context.js';
import type { Effort } from './environment.js';
import { extraFiles, makeTree, packPhase } from './execute.js';
import { fetchPlanSource } from './fetch.js';
import { asPhase } from './phase.js';
import { previousOf } from './previous.js';
import { makeProvenance } from './provenance.js';
import { makeRecord } from './record.js';
import { rootIn, settingOf } from './setting.js';
import { testPhase } from './test-phase.js';
import { openWorkplace, removeWorkplace } from './workplace.js';

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
  const started = new Date();
  const { runner, reason } = await request.chooseRunner();
  emit({ type: 'runner.selected', build: buildId(plan), runner: runner.name, reason });
  const setting = settingOf(plan, stack, runner, context);
  const [root, source] = await Promise.all([
    rootIn(setting, { toolchain: true, packages: plan.packages.build }),
    fetchPlanSource(plan, request.signature, context),
    stackCatalogue(setting),
  ]);

  const place = await openWorkplace(plan, folders.work);
  try {
    const effort = await decideEffort(request, folders);
    const sandbox = openSandbox(runner, root, { cache: folders.root, emit });
    const phases = { plan, place, sandbox, effort, emit, signal };
    await makeTree(phases, source);
    const previous = await previousOf(plan, request.output);
    const report = await asPhase(phases, 'audit', () => auditPhase(phases, setting, previous));
    const { artifact, packed } = await packPhase(phases, extraFiles(plan, source));
    if (plan.tests.length > 0) {
      await asPhase(phases, 'test', () => testPhase(artifact, phases, setting));
    }
    const stored = await storeArtifact(folders, key, {
      file: artifact,
      record: makeRecord(plan, { key, root, source, packed }),
      plan,
      contents: await makeContents(phases, source, report),
      provenance: makeProvenance({ request, runner, root, started }),
    });
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
