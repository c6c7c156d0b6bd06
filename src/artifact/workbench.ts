import { stat } from 'node:fs/promises';
import type { Address } from '../network/index.js';
import { BuilderError } from '../error.js';
import { digestArtifact, unpackArtifact } from '../pack/index.js';
import { type Limits } from '../archive/index.js';
import { inHost, type HostPath } from '../path.js';
import type { Plan } from '../plan/index.js';
import { giveToSteps, type Runner } from '../sandbox/index.js';
import type { Stack } from '../stack/index.js';
import {
  cacheLock,
  recordMismatches,
  type ArtifactRecord,
  type CacheFolders,
  type FoundArtifact,
} from '../store/index.js';
import { sha256Of, withLock, type LockOptions } from '../files/index.js';
import { readArtifactPlan } from './plan.js';
import {
  type BuildContext,
  leaveWorkplace,
  openWorkplace,
  removeWorkplace,
  type Setting,
  settingOf,
  withRecipeLimits,
  type Workplace,
  workplaceName,
} from '../builder/place/index.js';
import { asPhase } from '../builder/phases/index.js';
import { limitsOfPlan } from '../builder/order/index.js';
import { stackOfPlan } from './stack.js';

/** An artifact that somebody wants to have looked at. */
export interface ArtifactRequest {
  found: FoundArtifact;
  /** The stacks that this machine knows. */
  stacks: readonly Stack[];
  /** Where recipes are, for the limits that they say of their steps. */
  recipes: readonly HostPath[];
  chooseRunner: (stack: Stack) => Promise<Runner>;
  /** What is refused as too large. */
  limits: Partial<Limits>;
  /** Where its source is fetched from first, instead of the address in its plan. */
  url?: Address | undefined;
}

/** An artifact with its plan, and where to look at it. */
export interface Workbench {
  plan: Plan;
  /** For scratch folders and logs; removed when all went well. */
  place: Workplace;
  setting: Setting;
  /** Unpacks the artifact into the workplace; the tree. */
  unpack: () => Promise<HostPath>;
  /** Says that the workplace is to stay although the work is done. */
  keep: () => void;
}

/**
 * Opens a workplace for an artifact, and removes it when the work is done; when the work throws, it
 * stays for whoever wants to know why.
 * @param purpose names the workplace
 * @throws BuilderError NO_RECORD, RECORD_INVALID, and what choosing a runner throws
 */
export async function atWorkbench<T>(
  { found, stacks, recipes, chooseRunner, limits, url }: ArtifactRequest,
  purpose: string,
  surroundings: BuildContext,
  work: (bench: Workbench) => Promise<T>,
): Promise<T> {
  const plan = await readArtifactPlan(found);
  const stack = stackOfPlan(plan, stacks, found.planPath);
  const fetching = fetchingFrom(url, plan, surroundings);
  const context = withRecipeLimits(fetching, await limitsOfPlan(plan, recipes));
  const setting = settingOf(plan, stack, await chooseRunner(stack), context);
  return inWorkplace(plan, purpose, context, (place, keep) =>
    work({
      plan,
      place,
      setting,
      keep,
      unpack: () =>
        asPhase({ ...context, signal: context.signal, place }, 'unpack', async () => {
          const tree = inHost(place.root, 'artifact');
          const { signal } = context;
          const { single } = plan.artifact;
          await unpackArtifact(found.artifact, tree, { limits, signal, single });
          await giveToSteps(setting.runner.name, tree, signal);
          return tree;
        }),
    }),
  );
}

/** Surroundings in which an address, if one is given, stands in for that of a plan's source. */
export function fetchingFrom(
  url: Address | undefined,
  { source }: Plan,
  context: BuildContext,
): BuildContext {
  if (url === undefined) return context;
  const named = source.kind === 'git' ? source.repository : source.url;
  return { ...context, addresses: new Map([[named, [url]]]) };
}

/** Opens a workplace of a plan's for something else than its build, which nobody else may use meanwhile. */
export async function inWorkplace<T>(
  plan: Plan,
  purpose: string | undefined,
  { folders, emit, signal }: BuildContext,
  work: (place: Workplace, keep: () => void) => Promise<T>,
): Promise<T> {
  const id = workplaceName(plan, purpose);
  const waiting: LockOptions = {
    onWait(reason) {
      emit({ type: 'build.waiting', build: id, reason });
    },
    signal,
  };
  return withLock(
    workLock(folders, id),
    async () => {
      const place = await openWorkplace(plan, folders.work, purpose);
      const state = { kept: false };
      try {
        const result = await work(place, () => {
          state.kept = true;
        });
        await (state.kept ? leaveWorkplace(place) : removeWorkplace(place));
        return result;
      } catch (error) {
        await leaveWorkplace(place, signal);
        throw error;
      }
    },
    waiting,
  );
}

function workLock(folders: CacheFolders, id: string) {
  return cacheLock(folders, 'work', id);
}

/**
 * Sees to it that an artifact is the one that its record describes.
 * @throws BuilderError ARTIFACT_CHANGED with both digests, ARTIFACT_DAMAGED
 */
export async function requireUnchanged(
  { artifact, record }: Pick<FoundArtifact, 'artifact' | 'record'>,
  signal?: AbortSignal,
): Promise<void> {
  const changes = await changesOf(artifact, record, signal);
  if (changes.length === 0) return;
  throw new BuilderError('ARTIFACT_CHANGED', `${artifact} is not the file that was recorded.`, {
    excerpt: changes,
    hint: 'Fetch it again from where it was published, or build it again with --force.',
  });
}

/**
 * In what a file differs from its record, a line each. Only a file with the recorded sha256 is read as
 * an archive: then it is the record that may be wrong.
 * @throws BuilderError ARTIFACT_DAMAGED
 */
export async function changesOf(
  artifact: HostPath,
  record: ArtifactRecord,
  signal?: AbortSignal,
): Promise<string[]> {
  const sha256 = await sha256Of(artifact, signal);
  const found =
    sha256 === record.sha256
      ? await digestArtifact(artifact, { signal, single: record.single !== undefined })
      : { md5: record.md5, size: (await stat(artifact)).size, sha256: sha256 ?? 'none' };
  return recordMismatches(record, found).map(
    (mismatch) => `${mismatch.field}: recorded ${mismatch.expected}, found ${mismatch.found}`,
  );
}
