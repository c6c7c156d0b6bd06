import prettyBytes from 'pretty-bytes';
import prettyMilliseconds from 'pretty-ms';
import type { Readable } from 'node:stream';
import { type DownloadLimits, looserHint } from '../../download.js';
import type { DownloadLimitName } from '../../limit.js';
import { OriginFailure, type ReachedLimit } from './failure.js';

function reached(name: DownloadLimitName, limits: DownloadLimits): ReachedLimit {
  return { name, hint: looserHint(name, limits) };
}

/**
 * Refuses a source that is larger than it may be before a byte of it is asked for, or read.
 * @param size bytes that it has as its origin, or the origin's index, says
 * @throws OriginFailure
 */
export function requireSize(size: number | undefined, limits: DownloadLimits): void {
  if (size === undefined || size <= limits.size) return;
  throw new OriginFailure(
    { kind: 'final', limit: reached('download-size', limits) },
    `it has ${prettyBytes(size)}, and may have ${prettyBytes(limits.size)} (--limit download-size)`,
  );
}

/**
 * Passes a body on until it is longer than its origin says, or than it may be.
 * @param before bytes that there are of earlier attempts
 * @param said bytes that there should be in all, when the origin says
 */
export async function* capped(
  body: AsyncIterable<Uint8Array>,
  before: number,
  said: number | undefined,
  limits: DownloadLimits,
): AsyncGenerator<Uint8Array> {
  let received = before;
  for await (const chunk of body) {
    received += chunk.length;
    if (said !== undefined && received > said) {
      throw new OriginFailure(
        { kind: 'final', useless: true },
        `it sends more than the ${prettyBytes(said)} that it says`,
      );
    }
    requireReceived(received, limits);
    yield chunk;
  }
}

/**
 * Refuses a source of which more was received than it may have.
 * @throws OriginFailure
 */
export function requireReceived(received: number, limits: DownloadLimits): void {
  if (received <= limits.size) return;
  throw new OriginFailure(
    { kind: 'final', useless: true, limit: { ...reached('download-size', limits), received } },
    `it sends more than ${prettyBytes(limits.size)}, which is what a source may have (--limit download-size)`,
  );
}

/**
 * Passes a body on as long as it comes fast enough. What counts is the time in which the body is waited
 * for: a disk that is slow is nobody's fault at the other end. The body is destroyed in the end.
 */
export async function* paced(body: Readable, limits: DownloadLimits): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterable<Uint8Array> = body;
  const pace = new Pace(body, limits);
  pace.wait();
  try {
    for await (const chunk of chunks) {
      pace.came(chunk.length);
      yield chunk;
      pace.wait();
    }
  } finally {
    pace.rest();
  }
}

/** What came in one window after the other. */
class Pace {
  readonly #least: number;
  #came = 0;
  #waited = 0;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly body: Readable,
    readonly limits: DownloadLimits,
  ) {
    this.#least = leastIn(limits);
  }

  wait(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(
      // What came while this process had no time is seen first.
      () => setImmediate(this.#judge),
      Math.max(this.limits.window - this.#waited, 0),
    );
  }

  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waited += performance.now() - this.#since;
  }

  came(bytes: number): void {
    this.rest();
    this.#came += bytes;
    if (this.#waited >= this.limits.window && this.#came >= this.#least) this.#begin();
  }

  #begin(): void {
    this.#came = 0;
    this.#waited = 0;
  }

  readonly #judge = () => {
    if (this.#timer === undefined) return;
    this.rest();
    if (this.#waited >= this.limits.window) {
      if (this.#came < this.#least) {
        this.body.destroy(tooSlow(this.#came, this.limits));
        return;
      }
      this.#begin();
    }
    this.wait();
  };
}

/** Bytes that have to come in a window: one at least, whatever was said of speed. */
function leastIn({ speed, window }: DownloadLimits): number {
  return Math.max(1, (speed * window) / 1000);
}

/** The failure of an origin that sends too little. */
export function tooSlow(received: number, limits: DownloadLimits): OriginFailure {
  const window = prettyMilliseconds(limits.window);
  if (received === 0) {
    return new OriginFailure({ kind: 'transient', slow: true }, `not a byte for ${window}`);
  }
  return new OriginFailure(
    { kind: 'transient', slow: true, limit: reached('download-speed', limits) },
    `only ${prettyBytes(received)} in ${window}, and it has to be ${prettyBytes(limits.speed)} a second (--limit download-speed)`,
  );
}

/** The failure of a source that was not there in time. */
export function timeUp(limits: DownloadLimits): OriginFailure {
  return new OriginFailure(
    { kind: 'final', limit: reached('download-time', limits) },
    `not done within ${prettyMilliseconds(limits.time)}, all attempts together (--limit download-time)`,
  );
}
