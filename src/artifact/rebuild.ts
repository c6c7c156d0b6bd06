import { compareArtifacts, type Comparison } from '../compare/index.js';
import { BuilderError } from '../error.js';
import { unpackArtifact } from '../pack/index.js';
import { inHost, type HostPath } from '../path.js';
import type { Plan } from '../plan/index.js';
import { giveToSteps, type Sandbox } from '../sandbox/index.js';
import type { Root } from '../stack/index.js';
import { isFile } from '../files/index.js';
import { type ArtifactRecord } from '../store/index.js';
import {
  atWorkbench,
  requireUnchanged,
  type ArtifactRequest,
  type Workbench,
} from './workbench.js';
import {
  type BuildContext,
  fetchPlanSources,
  openSandboxes,
  sandboxIn,
  toolOn,
} from '../builder/place/index.js';
import {
  asPhase,
  makeTree,
  type ObtainNeed,
  packPhase,
  type PhaseContext,
  placeNeeds,
} from '../builder/phases/index.js';
import { obtain } from '../builder/order/index.js';
import { extraFiles } from '../builder/record/index.js';
import { relocateAgain } from './relocated-tree.js';
import { stackOfPlan } from './stack.js';

/** An artifact that is to be built again. */
interface RebuildRequest extends ArtifactRequest {
  /** How many processes may run at once. */
  jobs: number;
  /** Below it is what was published; where a relocated artifact's original is looked for. */
  output: HostPath;
  /** The version of binary-builder, for the provenance of what is needed. */
  builder: string;
}

/** How building an artifact again came out. */
export interface Rebuilt {
  artifact: HostPath;
  record: ArtifactRecord;
  /** In what the stack differs from the one that the artifact was built in; empty when in nothing. */
  surroundings: string[];
  outcome:
    | { same: true; md5: string; sha256: string }
    | {
        same: false;
        recorded: string;
        found: string;
        /** Undefined when the artifact itself is not at hand. */
        comparison: Comparison | undefined;
        /** The new artifact, kept. */
        kept: HostPath;
      };
}

/**
 * Executes the plan that lies beside an artifact's record again, in another work directory, without
 * kept compiler results, and compares what comes out with the artifact.
 * @throws BuilderError of every code from source to artifact, for what stopped the build;
 * ARTIFACT_CHANGED when the artifact is not the recorded one
 */
export async function rebuildArtifact(
  request: RebuildRequest,
  context: BuildContext,
): Promise<Rebuilt> {
  const { found } = request;
  const atHand = await isFile(found.artifact);
  if (atHand) await requireUnchanged(found, context.signal);
  return atWorkbench(request, 'rebuild', context, async (bench) => {
    const { place, plan, setting } = bench;
    refuseUrl(request, plan);
    const { folders, emit, signal } = setting;
    const opened = await openSandboxes(plan, setting);
    const effort = { jobs: request.jobs, ccache: false };
    const phases = { plan, place, ...opened, effort, folders, emit, signal };
    if (plan.relocated_from === undefined) {
      await placeNeeds(plan, place, needsOf(request, bench), setting);
    }
    const { artifact, packed } =
      plan.relocated_from === undefined
        ? await buildAgain(phases, found.record, setting)
        : await relocateAgain(phases, plan.relocated_from, request);
    const { md5, sha256 } = packed;
    const same = sha256 === found.record.sha256;
    if (!same) bench.keep();
    return {
      artifact: found.artifact,
      record: found.record,
      surroundings: otherSurroundings(found.record, opened),
      outcome: same
        ? { same, md5, sha256 }
        : {
            same,
            recorded: found.record.sha256,
            found: sha256,
            comparison: atHand ? await compare(bench, artifact, request) : undefined,
            kept: artifact,
          },
    };
  });
}

/** @throws BuilderError USAGE for an address that nothing would be fetched from */
function refuseUrl({ url, found }: RebuildRequest, { relocated_from }: Plan): void {
  if (url === undefined || relocated_from === undefined) return;
  throw new BuilderError(
    'USAGE',
    `${found.record.file} is made of ${relocated_from.file}, not from source: leave --url out.`,
  );
}

/** What is needed may be in the store; else it is built by its own plan. */
function needsOf(request: RebuildRequest, { setting }: Workbench): ObtainNeed {
  const { stacks, found, jobs, output, builder } = request;
  const { runner } = setting;
  return (plan, context) => {
    const stack = stackOfPlan(plan, stacks, found.planPath);
    const how = { jobs, ccache: undefined, signature: undefined, output, builder };
    const chooseRunner = () => Promise.resolve({ runner, reason: 'that of the rebuild' });
    return obtain({ plan, stack, chooseRunner, ...how }, context);
  };
}

async function buildAgain(phases: PhaseContext, record: ArtifactRecord, context: BuildContext) {
  const recorded = new Map(record.sources.map(({ name, sha256 }) => [name, sha256]));
  const sources = await fetchPlanSources(phases.plan, { recorded }, context);
  await makeTree(phases, sources);
  return packPhase(phases, extraFiles(phases.plan, sources), sources.main.digests.sha256);
}

/** Unpacks both and looks for every difference. */
async function compare(
  { plan, place, setting, unpack }: Workbench,
  rebuilt: HostPath,
  { found, limits }: RebuildRequest,
): Promise<Comparison> {
  const { signal } = setting;
  const options = { signal };
  const before = { file: found.artifact, tree: await unpack() };
  const after = { file: rebuilt, tree: inHost(place.root, 'rebuilt') };
  await unpackArtifact(after.file, after.tree, {
    limits,
    ...options,
    single: plan.artifact.single,
  });
  await giveToSteps(setting.runner.name, after.tree, setting.signal);
  const sandbox: Sandbox = await sandboxIn(setting, { toolchain: true, packages: [] });
  return asPhase({ ...setting, signal, place }, 'compare', () =>
    compareArtifacts(before, after, {
      runIn: (tree) =>
        toolOn(
          sandbox,
          {
            mounts: [{ host: tree, guest: plan.prefix, access: 'read-only' }],
            directory: plan.prefix,
            files: tree,
            stack: plan.stack.name,
          },
          signal,
        ),
      ...options,
    }),
  );
}

/** In what a root differs from that in which an artifact was built, a line each. Pure. */
function otherSurroundings(
  { stack }: ArtifactRecord,
  { root, compiling }: { root: Root; compiling: Root },
): string[] {
  const pairs = [
    ['root filesystem', stack.digest, root.base],
    ['glibc', stack.glibc, root.glibc],
    ['compiler', stack.compiler ?? 'none', compiling.compiler ?? 'none'],
  ] as const;
  return pairs
    .filter(([, then, now]) => then !== now)
    .map(([what, then, now]) => `${what}: ${then} when it was built, ${now} here`);
}
