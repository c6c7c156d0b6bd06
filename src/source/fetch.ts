import { Deadline } from '../deadline.js';
import { type DownloadLimits, downloadLimits } from '../download.js';
import { BuilderError } from '../error.js';
import { findMismatch, removeAbandonedLock, withLock, type Digests } from '../files/index.js';
import { NAMES } from '../network/index.js';
import {
  lockOf,
  lookUpDigests,
  publish,
  removeCorrupt,
  strongestKey,
  type Cached,
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

/**
 * Gets a source into the cache, from the first origin that gives the bytes that are expected, and
 * verifies it; a cached one is verified again. When two processes want the same source, one
 * receives it and the other then finds it in the cache.
 * @throws BuilderError DIGEST_MISMATCH, SOURCE_UNAVAILABLE, SIGNATURE_INVALID, NO_CHECKSUM,
 * DISK_FULL, NOT_WRITABLE, MISSING_PROGRAM
 */
export async function fetchSource(
  request: FetchRequest,
  context: FetchContext,
): Promise<FetchedSource> {
  const { name, expected, origins } = request;
  const { folders, emit, signal } = context;
  const folder = folders.sources;
  const key = strongestKey(expected);
  if (key === undefined) {
    throw new BuilderError(
      'NO_CHECKSUM',
      `${name} has no checksum, and nothing unverified is built`,
      {
        hint: 'Give one with --md5, --sha256 or --sha512.',
      },
    );
  }
  const useCached = async (cached: Cached): Promise<FetchedSource | undefined> => {
    if (cached.kind !== 'intact') return undefined;
    await requireSignature(cached.path, request, context);
    return ready({ ...cached, url: origins[0].shown, cached: true }, context);
  };
  const atOnce = await useCached(await lookUpDigests(folder, expected, signal));
  const lock = lockOf(folder, key);
  if (atOnce) {
    await removeAbandonedLock(lock, () => discard(landingOf(folder, key)));
    return atOnce;
  }

  return await withLock(
    lock,
    async () => {
      const cached = await lookUpDigests(folder, expected, signal);
      const found = await useCached(cached);
      if (found) return found;
      if (cached.kind === 'corrupt') {
        const message = `${name}: the cached file in ${cached.folder} is damaged; it is fetched again`;
        const { shown: url } = origins[0];
        emit({ type: 'warning', ...forBuild(context), url, message });
        await removeCorrupt(cached);
      }
      const landing = landingOf(folder, key);
      const { origin, received } = await receiveFromAny(request, { ...context, landing });
      try {
        await requireSignature(landing.path, request, context);
      } catch (error) {
        await discard(landing);
        throw error;
      }
      const path = await publish(folder, landing.path, received.fileName, received);
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

type FetchInto = FetchContext & Pick<Receiving, 'landing'>;

/** All attempts at all origins have one time together; what has landed by then stays, to be resumed. */
async function receiveFromAny(
  request: FetchRequest,
  context: FetchInto,
): Promise<{ origin: Origin; received: Received }> {
  const limits = downloadLimits(context.download);
  const deadline = new Deadline(limits.time, context.signal, () => timeUp(limits));
  try {
    return await receiveInTime(request, context, { limits, deadline });
  } finally {
    deadline.end();
  }
}

async function receiveInTime(
  { name, origins, expected }: FetchRequest,
  context: FetchInto,
  { limits, deadline }: { limits: DownloadLimits; deadline: Deadline },
): Promise<{ origin: Origin; received: Received }> {
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
  const [first, ...others] = failed;
  if (first === undefined) throw new TypeError(`${name} has no origin`);
  throw fetchError(name, [first, ...others]);
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
