import { buildId, buildKey } from '../../plan/index.js';
import { cacheLock, findArtifact, type StoredArtifact } from '../../store/index.js';
import { withLock } from '../../files/index.js';
import { type BuildContext, removeWorkplace, workplaceOf } from '../place/index.js';
import type { ProduceRequest } from '../phases/index.js';

/**
 * An artifact of a plan that is not to be published: from the store, or built into it.
 * @throws BuilderError of every code from source to artifact
 */
export async function obtain(
  request: ProduceRequest,
  context: BuildContext,
): Promise<StoredArtifact> {
  const { folders, emit, signal } = context;
  const id = buildId(request.plan);
  const key = buildKey(request.plan);
  return await withLock(
    cacheLock(folders, 'work', id),
    async () =>
      (await findStored(request, key, context)) ?? (await produceNow(request, key, context)),
    {
      onWait(reason) {
        emit({ type: 'build.waiting', build: id, reason });
      },
      signal,
    },
  );
}

/**
 * The artifact of that build key, if the store has one that will do: who wants nothing of earlier builds
 * gets none that was made with their compiler results. For callers that hold the build's lock: what an earlier
 * build of it has left, which was killed or has failed, goes, as it does when it is built.
 */
export async function findStored(
  { ccache, plan }: Pick<ProduceRequest, 'ccache' | 'plan'>,
  key: string,
  { folders, signal }: Pick<BuildContext, 'folders' | 'signal'>,
): Promise<StoredArtifact | undefined> {
  const stored = await findArtifact(folders, key, signal);
  if (stored === undefined) return undefined;
  if (ccache === undefined && stored.provenance?.ccache !== false) return undefined;
  await removeWorkplace(workplaceOf(buildId(plan), folders.work));
  return stored;
}

/**
 * Builds an artifact into the store, and before it what it needs. All that building takes is loaded only
 * here: answering from the store takes little of it, and less time.
 * @throws BuilderError of every code from source to artifact
 */
export async function produceNow(
  request: ProduceRequest,
  key: string,
  context: BuildContext,
): Promise<StoredArtifact> {
  const { produce } = await import('../phases/index.js');
  // Asked for nothing but the plan's own artifact, needs are built as nobody changed them.
  const plain = { ...request, signature: undefined };
  return produce(request, key, (plan, within) => obtain({ ...plain, plan }, within), context);
}
