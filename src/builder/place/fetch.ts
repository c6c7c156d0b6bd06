import { Address } from '../../network/index.js';
import { buildId, type Plan } from '../../plan/index.js';
import type { FetchedSource } from '../../source/index.js';
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
  context: BuildContext,
): Promise<FetchedSource> {
  // Loaded here, since a request that the store answers fetches nothing.
  const { fetchGit, fetchSource, openOrigins } = await import('../../source/index.js');
  const { source } = plan;
  const name = `${plan.name} ${plan.version}`;
  const { addresses = new Map<string, never[]>() } = context;
  const within = { ...context, build: buildId(plan) };
  if (source.kind === 'git') {
    const { repository: named, tag, commit, withheld } = source;
    const [repository] = addresses.get(named) ?? [];
    return repository === undefined
      ? fetchGit({ name, repository: new Address(named), tag, commit, withheld }, within)
      : fetchGit({ name, repository, tag, commit }, within);
  }
  return fetchSource(
    {
      name,
      origins: openOrigins(source.origins, addresses),
      expected: source.digests,
      ...(signature ? { signature } : {}),
    },
    within,
  );
}
