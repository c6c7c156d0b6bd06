import { findPaths, type AuditReport, type Observation } from '../audit/index.js';
import { BuilderError } from '../error.js';
import { matcher } from '../pattern/index.js';
import { listContents, type Packed } from '../pack/index.js';
import type { GuestPath, HostPath } from '../path.js';
import { artifactFileOf, buildKey, relocatedPlan, type Origin, type Plan } from '../plan/index.js';
import {
  artifactName,
  publishArtifact,
  withoutRecord,
  readProvenanceIfWhole,
  storeArtifact,
  type ArtifactRecord,
} from '../store/index.js';
import { listTree } from '../tree/index.js';
import { readArtifactPlan } from './plan.js';
import { fetchingFrom, inWorkplace, requireUnchanged, type ArtifactRequest } from './workbench.js';
import {
  asPhase,
  auditPhase,
  joinContents,
  packPhase,
  type PhaseContext,
  testPhase,
} from '../builder/phases/index.js';
import {
  type BuildContext,
  onHost,
  openIn,
  rootIn,
  settingOf,
  withRecipeLimits,
} from '../builder/place/index.js';
import { makeProvenance } from '../builder/record/index.js';
import { makeRelocatedTree } from './relocated-tree.js';
import { limitsOfPlan } from '../builder/order/index.js';
import { stackOfPlan } from './stack.js';
import { counted, plural } from '../text/index.js';

/** An artifact that is wanted at another prefix. */
interface RelocationRequest extends ArtifactRequest {
  /** Where the new artifact is to live. */
  prefix: string;
  /** Globs of binaries that may keep the old prefix; people are warned of each. */
  allow: readonly string[];
  /** `artifacts/` and `checksums/` are below it. */
  output: HostPath;
  /** Whether another artifact that was published under the new name is replaced. */
  force: boolean;
  jobs: number;
  /** The version of binary-builder, for the provenance. */
  builder: string;
}

/** A relocated artifact, published. */
interface RelocatedArtifact {
  artifact: HostPath;
  record: ArtifactRecord;
}

/**
 * Makes a new artifact of one that lives at another prefix: its text rewritten, its RPATHs relative,
 * the recipe's finishing steps run there, then audited and tested. No string is replaced inside
 * binaries.
 * @throws BuilderError NOT_RELOCATABLE with every binary that has the old prefix in it, file and
 * offset, unless allowed; ARTIFACT_CHANGED, NO_RECORD, AUDIT_FAILED, TEST_FAILED
 */
export async function relocateArtifact(
  request: RelocationRequest,
  surroundings: BuildContext,
): Promise<RelocatedArtifact> {
  const { found, stacks, prefix, allow, limits, jobs, builder } = request;
  const started = new Date();
  await requireUnchanged(found, surroundings.signal);
  const { file, sha256, build_key } = found.record;
  const original = await readArtifactPlan(found);
  const plan = relocatedPlan(original, prefix, { file, sha256, build_key, allow: [...allow] });
  const stack = stackOfPlan(plan, stacks, found.planPath);
  const runner = await request.chooseRunner(stack);
  const fetching = fetchingFrom(request.url, plan, surroundings);
  const context = withRecipeLimits(fetching, await limitsOfPlan(plan, request.recipes));
  const { folders, emit, signal } = context;
  const setting = settingOf(plan, stack, runner, context);

  return inWorkplace(plan, undefined, context, async (place) => {
    const root = await rootIn(setting, { toolchain: true, packages: plan.packages.build });
    const sandbox = await openIn(setting, root);
    const effort = { jobs, ccache: false };
    const phases: PhaseContext = {
      ...{ plan, place, sandbox, target: sandbox, sysroot: undefined },
      ...{ effort, folders, emit, signal },
    };
    await makeRelocatedTree(found.artifact, phases, limits);
    const left = await leftBehind(phases, original.prefix, allow);
    const report = await asPhase(phases, 'audit', () => auditPhase(phases, setting, undefined));
    const { artifact, packed } = await packPhase(phases, []);
    if (plan.tests.length > 0) {
      await asPhase(phases, 'test', () => testPhase(artifact, phases, setting));
    }
    const made = {
      file: artifact,
      record: relocatedRecord(found.record, plan, packed),
      plan,
      contents: joinContents(
        await listContents(await onHost(place, plan.tree)),
        allowed(report, left),
      ),
      provenance: makeProvenance({
        request: { builder, jobs },
        ccache: (await readProvenanceIfWhole(found.provenancePath))?.ccache,
        runner,
        root,
        started,
      }),
    };
    const stored = await storeArtifact(folders, buildKey(plan), made, signal);
    const { path, ...kept } = stored;
    const { output: outputDirectory, force } = request;
    const published = await publishArtifact(
      { artifact: path, ...kept, outputDirectory, force },
      {
        signal,
        onUnreadable: (one) => {
          emit({ type: 'warning', build: place.id, message: withoutRecord(one) });
        },
      },
    );
    return { artifact: published.artifact, record: stored.record };
  });
}

/**
 * Finds the old prefix where relocation couldn't replace it.
 * @returns what was allowed, of which people have been warned
 * @throws BuilderError NOT_RELOCATABLE
 */
async function leftBehind(
  { plan, place, emit, signal }: PhaseContext,
  old: GuestPath,
  allow: readonly string[],
): Promise<Observation[]> {
  const tree = await onHost(place, plan.tree);
  const findings = await findPaths(
    { root: tree, entries: await listTree(tree, signal), signal },
    { paths: [old], called: 'old prefix' },
  );
  const mayStay = matcher(allow);
  const refused = findings.filter(({ path }) => !mayStay(path));
  if (refused.length > 0) {
    throw new BuilderError(
      'NOT_RELOCATABLE',
      `${plan.name} ${plan.version} can't be brought to ${plan.prefix}: ` +
        `${counted(refused.length, 'place')} in binaries ` +
        `${plural(refused.length, 'has', 'have')} the old prefix.`,
      {
        excerpt: refused.slice(0, 50).map(({ path, message }) => `${path} ${message}`),
        hint:
          'Nothing was published. Build it for that prefix instead, with `prefix` in a recipe of your own;\n' +
          "or, if it doesn't matter there, allow it: --allow 'GLOB' for these files, --allow for all.",
      },
    );
  }
  for (const { path, message } of findings) {
    emit({ type: 'warning', build: place.id, message: `${path} ${message}` });
  }
  return findings;
}

/** An audit's report with what was allowed beside it, for the contents. */
function allowed(report: AuditReport, left: readonly Observation[]): AuditReport {
  if (left.length === 0) return report;
  const waiver = {
    check: 'prefix-leak',
    reason: 'the old prefix was allowed to stay when it was relocated',
    files: [...new Set(left.map(({ path }) => path))],
    findings: left.length,
  };
  return { ...report, waived: [...report.waived, waiver] };
}

/** The record of a relocated artifact, from that of the one it was made of. Pure. */
function relocatedRecord(record: ArtifactRecord, plan: Plan, packed: Packed): ArtifactRecord {
  const { md5, sha256, size, tarSha256 } = packed;
  const file = artifactFileOf(plan, sha256);
  const from: Origin | undefined = plan.relocated_from;
  return {
    ...record,
    file,
    prefix: plan.prefix,
    size,
    md5,
    sha256,
    tar_sha256: tarSha256,
    build_key: buildKey(plan),
    ...(from && {
      relocated_from: {
        file: from.file,
        sha256: from.sha256,
        prefix: from.prefix,
        build_key: from.build_key,
      },
    }),
    manifest: {
      ...record.manifest,
      uri: artifactName({ stack: record.stack, file }),
      md5,
      sha256,
    },
  };
}
