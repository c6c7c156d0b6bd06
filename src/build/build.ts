import os from 'node:os';
import { pathToFileURL } from 'node:url';
import { mkdir } from 'node:fs/promises';
import { BuilderError } from '../error.js';
import { GUEST, inHost, type HostPath } from '../path.js';
import { packTree } from '../pack/index.js';
import { buildId, buildKey, type Plan } from '../plan/index.js';
import { openSandbox, rootFormOf, type Mount, type RunnerChoice } from '../sandbox/index.js';
import { prepareRoot, type RootContext, type Stack } from '../stack/index.js';
import {
  cacheLock,
  findArtifact,
  findMismatch,
  manifestEntryYaml,
  publishArtifact,
  storeArtifact,
  withLock,
  type ArtifactRecord,
  type CacheFolders,
  type StoredArtifact,
} from '../store/index.js';
import { testArtifact } from './artifact-test.js';
import type { BuildContext } from './context.js';
import type { Effort } from './environment.js';
import { fetchPlanSource, type Signature } from './fetch.js';
import { auditPhase } from './audit.js';
import { asPhase } from './phase.js';
import { relocatePhase } from './relocation.js';
import { runSteps, unpackPhase } from './steps.js';
import { makeRecord, sourcesYaml, sourceUrl } from './record.js';
import { onHost, openWorkplace, removeWorkplace } from './workplace.js';

/** A plan to execute, and how. */
export interface BuildRequest {
  plan: Plan;
  stack: Stack;
  /** Why this stack, for the first line that people see. */
  reason: string;
  /** Finds out how to run steps; not asked when the store has the artifact. */
  chooseRunner: () => Promise<RunnerChoice>;
  /** How many processes may run at once; the number never changes the artifact. */
  jobs: number;
  /** Whether to keep compiler results between builds, where the stack has ccache. */
  ccache: boolean;
  /** Build although the store has the artifact, and replace what was published. */
  force: boolean;
  /** `artifacts/` and `checksums/` are below it. */
  output: HostPath;
  signature: Signature | undefined;
}

/** A published artifact. */
export interface BuildResult {
  id: string;
  record: ArtifactRecord;
  path: HostPath;
  /** Whether the store had it and nothing was built. */
  reused: boolean;
  milliseconds: number;
}

/**
 * Executes a plan: the artifact from the store, or built, audited and tested; then published.
 * @throws BuilderError of every code from source to artifact
 */
export async function build(request: BuildRequest, context: BuildContext): Promise<BuildResult> {
  const { plan, stack, reason, force, output } = request;
  const { folders, emit, signal } = context;
  const started = performance.now();
  const id = buildId(plan);
  const key = buildKey(plan);
  emit({ type: 'stack.selected', build: id, stack: stack.name, reason });
  emit({ type: 'build.started', build: id, key });
  emit({ type: 'source.url', build: id, url: sourceUrl(plan) });

  // Another process may be building the same, or publishing to the same folder.
  const waiting = {
    onWait: (why: string) => {
      emit({ type: 'build.waiting', build: id, reason: why });
    },
    ...(signal ? { signal } : {}),
  };
  return withLock(
    cacheLock(folders, 'work', id),
    async () => {
      const stored = force ? undefined : await findArtifact(folders, key);
      if (stored) await checkStored(stored.record, request, context);
      const { path: artifact, record } = stored ?? (await produce(request, key, context));
      const { artifact: path } = await publishArtifact(
        { artifact, record, outputDirectory: output, force },
        waiting,
      );
      const milliseconds = Math.round(performance.now() - started);
      const result = { id, record, path, reused: stored !== undefined, milliseconds };
      emit({
        type: 'build.finished',
        build: id,
        reused: result.reused,
        milliseconds,
        artifact: { path, size: record.size, md5: record.md5, sha256: record.sha256 },
        entry: entryYaml(result),
      });
      return result;
    },
    waiting,
  );
}

/** The manifest entry of an artifact where it lies now, ready to paste. */
export function entryYaml({ record, path }: Pick<BuildResult, 'record' | 'path'>): string {
  return manifestEntryYaml({ ...record.manifest, uri: pathToFileURL(path).href });
}

/** An artifact of the store was verified when it was built; what is asked of its source beyond that is checked now. */
async function checkStored(
  record: ArtifactRecord,
  { plan, signature }: BuildRequest,
  context: BuildContext,
): Promise<void> {
  const expected = plan.source.kind === 'archive' ? plan.source.digests : {};
  for (const source of record.sources) {
    const mismatch = findMismatch(expected, source);
    if (mismatch) {
      throw new BuilderError(
        'DIGEST_MISMATCH',
        `The ${mismatch.algorithm} of ${plan.name} ${plan.version} is not the expected one: ` +
          `expected ${mismatch.expected}, found ${mismatch.found} (${source.url}).`,
        { hint: 'Check the digest where the source is published.' },
      );
    }
  }
  if (signature !== undefined) await fetchPlanSource(plan, signature, context);
}

async function produce(
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

/** How many processes a build runs at once when nobody says: one for each processor. */
export function defaultJobs(): number {
  return os.availableParallelism();
}
