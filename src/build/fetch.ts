import type { Plan } from '../plan/index.js';
import type { FetchedSource } from '../source/index.js';
import type { BuildContext } from './context.js';

/** A detached signature that a source has to carry. */
export interface Signature {
  keyId: string;
  /** The content of the `.asc`, or its path. */
  signature: string;
}

/**
 * Gets a plan's source into the cache, verified.
 * @throws BuilderError SOURCE_UNAVAILABLE, DIGEST_MISMATCH, SIGNATURE_INVALID
 */
export async function fetchPlanSource(
  plan: Plan,
  signature: Signature | undefined,
  { folders, emit, signal }: BuildContext,
): Promise<FetchedSource> {
  // Loaded here, since a request that the store answers fetches nothing.
  const { fetchGit, fetchSource } = await import('../source/index.js');
  const { source } = plan;
  const name = `${plan.name} ${plan.version}`;
  const context = { folder: folders.sources, emit, ...(signal ? { signal } : {}) };
  if (source.kind === 'git') {
    const { repository, tag, commit } = source;
    return fetchGit({ name, repository, tag, commit }, context);
  }
  return fetchSource(
    {
      name,
      origins: source.origins,
      expected: source.digests,
      ...(signature ? { signature } : {}),
    },
    context,
  );
}
