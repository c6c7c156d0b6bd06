import { Deadline } from '../deadline.js';
import { type DownloadLimits, downloadLimits } from '../download.js';
import { BuilderError } from '../error.js';
import { findMismatch, removeAbandonedLock, withLock, type Digests } from '../files/index.js';
import { NAMES } from '../network/index.js';
import {
  type Cached,
  type CacheKey,
  lockOf,
  lookUpDigests,
  noteFetchedFor,
  publish,
  removeCorrupt,
  strongestKey,
  wasFetchedFor,
} from './cache.js';
import type { Origin } from './origin/index.js';
import type { FetchContext, FetchedSource, FetchRequest } from './request.js';
import { requireSignature } from './signature/require.js';
import {
  fetchError,
  OriginFailure,
  type FailedOrigin,
  discard,
  landedBytes,
  type Landing,
  landingOf,
  limitOf,
  type Received,
  type Receiving,
  timeUp,
  forBuild,
  tellWaiting,
} from './receive/index.js';

/** What a host name gets to resolve in while there is another origin to try. */
const HASTY_RESOLVE = 900;

/** Origins that give the same bytes. */
interface SameBytes {
  readonly origins: FetchRequest['origins'];
  readonly expected: Digests;
  readonly key: CacheKey;
}

/**
 * Gets a source into the cache, from the first origin that gives the bytes that are expected, and
 * verifies it; a cached one is verified again. Origins whose bytes differ from those of the first come after all that
 * have the same. When two processes want the same source, one
 * receives it and the other then finds it in the cache.
 * @throws BuilderError DIGEST_MISMATCH, SOURCE_UNAVAILABLE, SIGNATURE_INVALID, NO_CHECKSUM,
 * DISK_FULL, NOT_WRITABLE, MISSING_PROGRAM
 */
export async function fetchSource(
  request: FetchRequest,
  context: FetchContext,
): Promise<FetchedSource> {
  const groups = bySameBytes(request);
  for (const group of groups) {
    const found = await cachedOf(group, request, context);
    if (found === undefined) continue;
    const { sources } = context.folders;
    await removeAbandonedLock(lockOf(sources, group.key), () =>
      discard(landingOf(sources, group.key)),
    );
    return found;
  }
  const failed: FailedOrigin[] = [];
  for (const group of groups) {
    const outcome = await fetchSame(group, request, context);
    if ('path' in outcome) return outcome;
    failed.push(...outcome.failed);
  }
  const [first, ...others] = failed;
  if (first === undefined) throw new TypeError(`${request.name} has no origin`);
  throw fetchError(request.name, [first, ...others]);
}

/**
 * Origins by the bytes that they are to give, those of the first one first. A signature is one of those bytes only.
 * @throws BuilderError NO_CHECKSUM
 */
function bySameBytes({ name, origins, expected, signature }: FetchRequest): SameBytes[] {
  const wanted = signature === undefined ? origins : origins.filter(({ digests }) => !digests);
  const groups = new Map<CacheKey, SameBytes>();
  for (const origin of wanted) {
    const digests = origin.digests ?? expected;
    const key = strongestKey(digests);
    if (key === undefined) {
      throw new BuilderError(
        'NO_CHECKSUM',
        `${name} has no checksum, and nothing unverified is built`,
        {
          hint: 'Give one with --md5, --sha256 or --sha512.',
        },
      );
    }
    const { origins: before = [] } = groups.get(key) ?? {};
    const [first = origin, ...others] = [...before, origin];
    groups.set(key, { origins: [first, ...others], expected: digests, key });
  }
  return [...groups.values()];
}

async function cachedOf(
  { origins, expected }: SameBytes,
  request: FetchRequest,
  context: FetchContext,
): Promise<FetchedSource | undefined> {
  const { folders, signal } = context;
  const cached = await lookUpDigests(folders.sources, expected, signal);
  return await useCached(cached, origins[0], request, context);
}

async function useCached(
  cached: Cached,
  { shown: url }: Origin,
  request: FetchRequest,
  context: FetchContext,
): Promise<FetchedSource | undefined> {
  if (cached.kind !== 'intact') return undefined;
  const { arch } = request;
  if (arch !== undefined && !(await wasFetchedFor(cached, arch))) return undefined;
  await requireSignature(cached.path, request, context);
  return ready({ ...cached, url, cached: true }, context);
}

async function fetchSame(
  group: SameBytes,
  request: FetchRequest,
  context: FetchContext,
): Promise<FetchedSource | { failed: FailedOrigin[] }> {
  const { name, arch } = request;
  const { origins, expected, key } = group;
  const { folders, emit, signal } = context;
  const folder = folders.sources;
  return await withLock(
    lockOf(folder, key),
    async () => {
      const cached = await lookUpDigests(folder, expected, signal);
      const found = await useCached(cached, origins[0], request, context);
      if (found) return found;
      if (cached.kind === 'corrupt') {
        const message = `${name}: the cached file in ${cached.folder} is damaged; it is fetched again`;
        const { shown: url } = origins[0];
        emit({ type: 'warning', ...forBuild(context), url, message });
        await removeCorrupt(cached);
      }
      const landing = landingOf(folder, key);
      const outcome = await receiveFromAny(group, { ...context, landing });
      if ('failed' in outcome) return outcome;
      const { origin, received } = outcome;
      try {
        await requireSignature(landing.path, request, context);
      } catch (error) {
        await discard(landing);
        throw error;
      }
      const path = await publish(folder, landing.path, received.fileName, received);
      if (arch !== undefined) await noteFetchedFor(path, arch);
      await discard(landing);
      return ready({ ...received, path, url: origin.shown, cached: false }, context);
    },
    {
      onWait: (reason) => {
        tellWaiting(origins[0].shown, reason, context);
      },
      signal,
    },
  );
}

function ready(source: FetchedSource, context: FetchContext) {
  const { path, size, digests, url, cached } = source;
  context.emit({ type: 'source.ready', ...forBuild(context), url, path, size, cached });
  return { path, size, digests, url, cached };
}

/** What an origin gave, or why none gave anything. */
type Outcome = { origin: Origin; received: Received } | { failed: FailedOrigin[] };

type FetchInto = FetchContext & Pick<Receiving, 'landing'>;

/** All attempts at all origins have one time together; what has landed by then stays, to be resumed. */
async function receiveFromAny(group: SameBytes, context: FetchInto): Promise<Outcome> {
  const limits = downloadLimits(context.download);
  const deadline = new Deadline(limits.time, context.signal, () => timeUp(limits));
  try {
    return await receiveInTime(group, context, { limits, deadline });
  } finally {
    deadline.end();
  }
}

async function receiveInTime(
  { origins, expected }: SameBytes,
  context: FetchInto,
  { limits, deadline }: { limits: DownloadLimits; deadline: Deadline },
): Promise<Outcome> {
  const failed: FailedOrigin[] = [];
  for (const [index, origin] of origins.entries()) {
    const isLast = index === origins.length - 1;
    const resolve = isLast ? limits.resolve : Math.min(limits.resolve, HASTY_RESOLVE);
    const { signal } = deadline;
    const receiving = receivingFrom(context, { limits: { ...limits, resolve }, signal });
    try {
      return { origin, received: await receiveVerified(origin, expected, receiving) };
    } catch (error) {
      if (!(error instanceof OriginFailure)) throw error;
      const { shown: url, withheld } = origin;
      const { message: reason } = error;
      context.emit({
        type: 'source.failed',
        ...{ ...forBuild(context), url, reason },
        ...(await factsOf(error, context.landing)),
      });
      failed.push({ url, withheld, failure: error });
      if (deadline.passed) break;
    }
  }
  return { failed };
}

async function factsOf(
  failure: OriginFailure,
  landing: Landing,
): Promise<{ limit?: string; received?: number }> {
  const limit = limitOf(failure);
  if (limit === undefined) return {};
  return { limit: limit.name, received: limit.received ?? (await landedBytes(landing)) };
}

function receivingFrom(
  context: FetchInto,
  within: Pick<Receiving, 'limits' | 'signal'>,
): Receiving {
  const { landing, emit, build, names = NAMES, environment = process.env } = context;
  return { landing, emit, build, names, environment, ...within };
}

/**
 * Receives from one origin; a mismatch may be the fault of the bytes that it was resumed from, once: who
 * breaks off each time, and gives a rest that doesn't fit, would be asked for ever.
 */
async function receiveVerified(
  origin: Origin,
  expected: Digests,
  receiving: Receiving,
): Promise<Received> {
  for (let again = false; ; again = true) {
    const received = await origin.receive(expected, receiving);
    const mismatch = findMismatch(expected, received.digests);
    if (mismatch === undefined) return received;
    await discard(receiving.landing);
    if (received.resumed && !again) continue;
    throw new OriginFailure(
      { kind: 'mismatch', ...mismatch, html: received.html },
      `the ${mismatch.algorithm} is ${mismatch.found}, but ${mismatch.expected} is expected`,
    );
  }
}
