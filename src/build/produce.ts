import { mkdir } from 'node:fs/promises';
import { machineArch } from '../machine-arch.js';
import { GUEST, inHost } from '../path.js';
import { buildId } from '../plan/index.js';
import type { Mount } from '../sandbox/index.js';
import { storeArtifact, type CacheFolders, type StoredArtifact } from '../store/index.js';
import { auditPhase } from './audit.js';
import type { BuildRequest } from './build.js';
import { stackCatalogue } from './catalogue.js';
import { makeContents } from './contents.js';
import type { BuildContext } from './context.js';
import type { Effort } from './environment.js';
import { extraFiles, makeTree, packPhase } from './execute.js';
import { fetchPlanSource } from './fetch.js';
import { placeNeeds } from './needs.js';
import { obtain } from './obtain.js';
import { asPhase } from './phase.js';
import { previousOf } from './previous.js';
import { makeProvenance } from './provenance.js';
import { makeRecord } from './record.js';
import { openSandboxes } from './sandboxes.js';
import { settingOf } from './setting.js';
import { testPhase } from './test-phase.js';
import { openWorkplace, removeWorkplace } from './workplace.js';

/** What producing an artifact takes. */
export type ProduceRequest = Omit<BuildRequest, 'reason' | 'way' | 'force'>;

/**
 * Builds what the store doesn't have: every phase, then the tests, then into the store.
 * @throws BuilderError of every code from source to artifact
 */
export async function produce(
  request: ProduceRequest,
  key: string,
  context: BuildContext,
): Promise<StoredArtifact> {
  const { plan, stack } = request;
  const { folders, emit, signal } = context;
  const started = new Date();
  const { runner, reason } = await request.chooseRunner();
  emit({ type: 'runner.selected', build: buildId(plan), runner: runner.name, reason });
  const setting = settingOf(plan, stack, runner, context);
  const [opened, source] = await Promise.all([
    openSandboxes(plan, setting),
    fetchPlanSource(plan, request.signature, context),
    stackCatalogue(setting),
  ]);

  const place = await openWorkplace(plan, folders.work);
  try {
    const effort = await decideEffort(request, folders);
    const phases = { plan, place, ...opened, effort, emit, signal };
    // Asked for nothing but the plan's own artifact, they are built as nobody changed them.
    const plain = { ...request, signature: undefined };
    await placeNeeds(
      plan,
      place,
      (need, within) => obtain({ ...plain, plan: need }, within),
      context,
    );
    await makeTree(phases, source);
    const previous = await previousOf(plan, request.output);
    const report = await asPhase(phases, 'audit', () => auditPhase(phases, setting, previous));
    const { artifact, packed } = await packPhase(phases, extraFiles(plan, source));
    if (plan.tests.length > 0) {
      await asPhase(phases, 'test', () => testPhase(artifact, phases, setting));
    }
    const stored = await storeArtifact(folders, key, {
      file: artifact,
      record: makeRecord(plan, { key, ...opened, source, packed }),
      plan,
      contents: await makeContents(phases, source, report),
      provenance: makeProvenance({ request, runner, root: opened.compiling, started }),
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
  { plan, jobs, ccache }: ProduceRequest,
  folders: CacheFolders,
): Promise<Effort> {
  const { stack, arch, cross } = plan;
  // Only a root of the machine's own architecture has it.
  const own = cross !== undefined || arch === machineArch();
  if (!ccache || stack.ccache === undefined || !own) return { jobs, ccache: undefined };
  const host = inHost(
    folders.ccache,
    `${stack.name}-${arch}${cross === undefined ? '' : '-cross'}`,
  );
  await mkdir(host, { recursive: true });
  const mount: Mount = { host, guest: GUEST.ccache, access: 'read-write' };
  return { jobs, ccache: mount };
}
