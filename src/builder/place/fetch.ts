import { Address } from '../../network/index.js';
import { type Digests, findMismatch } from '../../files/index.js';
import { buildId, type FurtherSource, type Plan } from '../../plan/index.js';
import type { FetchedSource, Origin } from '../../source/index.js';
import type { BuildContext } from './context.js';

/** A detached signature that a source has to carry. */
export interface Signature {
  keyId: string;
  /** The content of the `.asc`, or its path. */
  signature: string;
}

/** What a plan is built from, each in the cache. */
export interface PlanSources {
  main: FetchedSource;
  /** What is taken beside it, in the plan's order. */
  further: readonly FetchedFurther[];
}

/** Something that is taken beside a plan's source. */
interface FetchedFurther {
  planned: FurtherSource;
  fetched: FetchedSource;
}

/** How a plan's sources are fetched. */
interface Fetching {
  /** The main one has to carry it. */
  signature?: Signature | undefined;
  /** The sha256 of those that were recorded, by name: of places with other bytes only those that have these count. */
  recorded?: ReadonlyMap<string, string> | undefined;
}

/**
 * Gets a plan's sources into the cache, verified.
 * @throws BuilderError SOURCE_UNAVAILABLE, DIGEST_MISMATCH, SIGNATURE_INVALID
 */
export async function fetchPlanSources(
  plan: Plan,
  fetching: Fetching,
  context: BuildContext,
): Promise<PlanSources> {
  const { name, version, source, sources = [] } = plan;
  const within = { ...context, build: buildId(plan) };
  const main = await fetchOne({ name, version, source }, fetching, within);
  const further: FetchedFurther[] = [];
  for (const planned of sources) {
    const { recorded } = fetching;
    const fetched = await fetchOne(planned, { recorded }, within);
    further.push({ planned, fetched });
  }
  return { main, further };
}

async function fetchOne(
  { name: whose, version, source }: Pick<FurtherSource, 'name' | 'version'> & Pick<Plan, 'source'>,
  { signature, recorded }: Fetching,
  context: BuildContext & { build: string },
): Promise<FetchedSource> {
  // Loaded here, since a request that the store answers fetches nothing.
  const { fetchGit, fetchSource, openOrigins } = await import('../../source/index.js');
  const name = `${whose} ${version}`;
  const { addresses = new Map<string, never[]>() } = context;
  if (source.kind === 'git') {
    const { repository: named, tag, commit, withheld } = source;
    const [repository] = addresses.get(named) ?? [];
    return repository === undefined
      ? fetchGit({ name, repository: new Address(named), tag, commit, withheld }, context)
      : fetchGit({ name, repository, tag, commit }, context);
  }
  const origins = openOrigins(source.origins, addresses);
  const [first, ...others] = givingRecorded(origins, source.digests, recorded?.get(whose));
  return fetchSource(
    {
      name,
      origins: first === undefined ? origins : [first, ...others],
      expected: source.digests,
      ...(source.arch === undefined ? {} : { arch: source.arch }),
      ...(signature ? { signature } : {}),
    },
    context,
  );
}

/** Those origins that can give what was recorded. */
function givingRecorded(
  origins: readonly Origin[],
  expected: Digests,
  sha256: string | undefined,
): Origin[] {
  if (sha256 === undefined) return [];
  return origins.filter(({ digests = expected }) => !findMismatch(digests, { sha256 }));
}
