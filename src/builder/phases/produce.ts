import { GUEST, type HostPath } from '../../path.js';
import { buildId, type Plan } from '../../plan/index.js';
import type { RunnerChoice } from '../../sandbox/index.js';
import type { Root, Stack } from '../../stack/index.js';
import { storeArtifact, type StoredArtifact } from '../../store/index.js';
import { auditPhase } from './audit.js';
import {
  asPart,
  type BuildContext,
  foresee,
  giveCompilerResults,
  keepCompilerResults,
  leaveWorkplace,
  onHost,
  openSandboxes,
  openWorkplace,
  type RecipeFiles,
  removeWorkplace,
  settingOf,
  stackCatalogue,
} from '../place/index.js';
import { makeContents } from './contents.js';
import { makeTree, packPhase } from './execute.js';
import { fetchPlanSources, type Signature } from '../place/index.js';
import { placeNeeds, type ObtainNeed } from './needs.js';
import { asPhase } from './phase.js';
import { phaseTimes } from './phase-times.js';
import { extraFiles, makeProvenance, makeRecord, previousOf } from '../record/index.js';
import { testPhase } from './test-phase.js';

/** What producing an artifact takes. */
export interface ProduceRequest {
  plan: Plan;
  stack: Stack;
  /** Finds out how to run steps; not asked when the store has the artifact. */
  chooseRunner: () => Promise<RunnerChoice>;
  /** How many processes may run at once; the number never changes the artifact. */
  jobs: number;
  /**
   * The files that the recipes were read from, when compiler results may be kept between builds, where
   * the stack has ccache. Without it nothing that an earlier build compiled goes into the artifact.
   */
  ccache: RecipeFiles | undefined;
  /** `artifacts/` and `checksums/` are below it. */
  output: HostPath;
  signature: Signature | undefined;
  /** The version of binary-builder, for the provenance. */
  builder: string;
}

/**
 * Builds what the store doesn't have: every phase, then the tests, then into the store.
 * @param obtain how to come by the artifacts that it needs
 * @throws BuilderError of every code from source to artifact
 */
export async function produce(
  request: ProduceRequest,
  key: string,
  obtain: ObtainNeed,
  context: BuildContext,
): Promise<StoredArtifact> {
  const { plan, stack, jobs } = request;
  const { folders, signal } = context;
  const started = new Date();
  const build = buildId(plan);
  const { emit, seconds } = phaseTimes(context.emit);
  const part = <T>(name: string, work: () => Promise<T>) =>
    asPart({ build, part: name }, emit, work);

  const { runner, reason, instead } = await part('runner', () => request.chooseRunner());
  emit({ type: 'runner.selected', build, runner: runner.name, reason });
  const setting = settingOf(plan, stack, runner, context);
  await part('look ahead', () => foresee(plan, setting, instead));
  const [opened, sources] = await Promise.all([
    part('stack', () => openSandboxes(plan, setting)),
    part('source', () => fetchPlanSources(plan, { signature: request.signature }, context)),
    part('libraries of the stack', () => stackCatalogue(setting)),
  ]);

  const place = await part('workplace', () => openWorkplace(plan, folders.work));
  try {
    const recipes = hasCcache(stack, opened.compiling) ? request.ccache : undefined;
    const results = await part('compiler results', () =>
      giveCompilerResults(recipes, { plan, place }, sources, context),
    );
    const effort = { jobs, ccache: results !== undefined };
    const phases = { plan, place, ...opened, effort, folders, emit, signal };
    const needs = await placeNeeds(plan, place, obtain, context);
    const { leftOut } = await makeTree(phases, sources);
    const previous = await part('previous artifact', () =>
      previousOf(plan, request.output, signal),
    );
    const report = await asPhase(phases, 'audit', () => auditPhase(phases, setting, previous));
    const { artifact, packed } = await packPhase(
      phases,
      extraFiles(plan, sources),
      sources.main.digests.sha256,
    );
    if (plan.tests.length > 0) {
      await asPhase(phases, 'test', () => testPhase(artifact, phases, setting));
    }
    // A link in its place fails the build before there is an artifact of it.
    await onHost(place, GUEST.ccache);
    const made = {
      file: artifact,
      record: makeRecord(plan, { key, ...opened, sources, leftOut, packed }),
      plan,
      contents: await part('contents', () => makeContents(phases, sources, report)),
      provenance: makeProvenance({
        ...{ request, runner, root: opened.compiling, started },
        ccache: wasUsed([results?.given ?? false, ...needs.map((need) => need.provenance?.ccache)]),
        phases: seconds(),
      }),
    };
    const stored = await part('store', () => storeArtifact(folders, key, made, signal));
    if (results !== undefined) {
      await part('keep results', () => keepCompilerResults(results, place, context));
    }
    await part('clean up', () => removeWorkplace(place));
    return stored;
  } catch (error) {
    await leaveWorkplace(place, signal);
    throw error;
  }
}

/** Whether a root has what keeps compiler results: a machine that stands for one need not. */
function hasCcache({ ccache }: Stack, { packages }: Root): boolean {
  return ccache?.packages.every((name) => name in packages) ?? false;
}

/** Whether any of the parts was made with compiler results of earlier builds, as far as that is known. */
function wasUsed(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(true)) return true;
  return parts.includes(undefined) ? undefined : false;
}
