import os from 'node:os';
import { pathToFileURL } from 'node:url';
import { access, constants } from 'node:fs/promises';
import { BuilderError, systemErrorCode } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { buildId, buildKey, knownBytes, type Plan, type Way } from '../../plan/index.js';
import {
  cacheLock,
  manifestEntryYaml,
  publishArtifact,
  withoutRecord,
  type ArtifactRecord,
} from '../../store/index.js';
import { explainSystemError, findMismatch, withLock } from '../../files/index.js';
import type { ProduceRequest } from '../phases/index.js';
import { asPart, type BuildContext, fetchPlanSources, partFinished } from '../place/index.js';
import { findStored, produceNow } from './obtain.js';
import { sourceUrl } from '../record/index.js';

/** A plan to execute, and how. */
interface BuildRequest extends ProduceRequest {
  /** Why this stack, for the first line that people see. */
  reason: string;
  way: Way;
  /** Build although the store has the artifact, and replace what was published. */
  force: boolean;
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
  const { plan, stack, reason, way, force, output } = request;
  const { folders, emit, signal } = context;
  const started = performance.now();
  const id = buildId(plan);
  const key = buildKey(plan);
  emit({ type: 'stack.selected', build: id, stack: stack.name, reason });
  const { mode } = way;
  emit({ type: 'mode.selected', build: id, arch: plan.arch, mode, reason: way.reason });
  emit({ type: 'build.started', build: id, key });
  emit({ type: 'source.url', build: id, url: sourceUrl(plan) });
  const { insteadOf } = plan.source;
  if (insteadOf !== undefined) {
    const message = `${plan.name} ${plan.version}: what was given is trusted, and not the recipe's ${digestsText(insteadOf)}`;
    emit({ type: 'warning', build: id, message });
  }

  // Another process may be building the same, or publishing to the same folder.
  const waiting = {
    onWait: (why: string) => {
      emit({ type: 'build.waiting', build: id, reason: why });
    },
    signal,
  };
  const part = <T>(name: string, work: () => Promise<T>) =>
    asPart({ build: id, part: name }, emit, work);
  const locking = performance.now();
  return withLock(
    cacheLock(folders, 'work', id),
    async () => {
      partFinished({ build: id, part: 'lock' }, emit, locking);
      const stored = force
        ? undefined
        : await part('look up', () => findStored(request, key, context));
      if (stored) await checkStored(stored.record, request, context);
      if (!stored) await checkOutput(output);
      const { path: artifact, ...kept } = stored ?? (await produceNow(request, key, context));
      const { record } = kept;
      const { artifact: path } = await part('publish', () =>
        publishArtifact(
          { artifact, ...kept, outputDirectory: output, force },
          {
            ...waiting,
            onUnreadable: (one) => {
              emit({ type: 'warning', build: id, message: withoutRecord(one) });
            },
          },
        ),
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

function digestsText(digests: NonNullable<Plan['source']['insteadOf']>): string {
  return Object.entries(digests)
    .map(([what, value]) => `${what} ${value}`)
    .join(', ');
}

/** The manifest entry of an artifact where it lies now, ready to paste. */
export function entryYaml({ record, path }: Pick<BuildResult, 'record' | 'path'>): string {
  return manifestEntryYaml({ ...record.manifest, uri: pathToFileURL(path).href });
}

/**
 * Looks whether something could be published, before a long build finds out that it can't.
 * @throws BuilderError NOT_WRITABLE
 */
async function checkOutput(folder: HostPath): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    const above = hostPath(folder, '..');
    if (systemErrorCode(error) !== 'ENOENT' || above === folder) {
      throw explainSystemError(error, folder);
    }
    await checkOutput(above);
  }
}

/** An artifact of the store was verified when it was built; what is asked of its source beyond that is checked now. */
async function checkStored(
  record: ArtifactRecord,
  { plan, signature }: BuildRequest,
  context: BuildContext,
): Promise<void> {
  for (const { name, version, source: planned } of [plan, ...(plan.sources ?? [])]) {
    const source = record.sources.find((one) => one.name === name);
    if (planned.kind === 'git' || source === undefined) continue;
    const [own, ...others] = knownBytes(planned);
    const mismatch = findMismatch(own.digests, source);
    if (mismatch && others.every(({ digests }) => findMismatch(digests, source))) {
      throw new BuilderError(
        'DIGEST_MISMATCH',
        `The ${mismatch.algorithm} of ${name} ${version} is not the expected one: ` +
          `expected ${mismatch.expected}, found ${mismatch.found} (${source.url}).`,
        { hint: 'Check the digest where the source is published.' },
      );
    }
  }
  if (signature !== undefined) {
    await fetchPlanSources(plan, { signature }, context);
  }
}

/** How many processes a build runs at once when nobody says: one for each processor. */
export function defaultJobs(): number {
  return os.availableParallelism();
}
