import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '../../../network/index.js';
import { receiveFile } from './file.js';
import { receiveHttp } from './http.js';
import { ATTEMPTS, LONGEST_PAUSE, pauseAfter, SLOW_ATTEMPTS } from './retry.js';
import { forBuild, OriginFailure, type Received, type Receiving } from '../../receive/index.js';

const SCHEMES = 'it has to begin with https://, http:// or file://';

/**
 * Receives what a URL names, with as many attempts as its failures are worth.
 * @throws OriginFailure; BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function receiveUrl(address: Address, receiving: Receiving): Promise<Received> {
  try {
    return await receiveFrom(address, receiving);
  } catch (error) {
    if (!(error instanceof OriginFailure)) throw error;
    // A server says what it likes, and may repeat what it was asked with.
    throw new OriginFailure(error.details, address.conceal(error.message));
  }
}

async function receiveFrom(address: Address, receiving: Receiving): Promise<Received> {
  const text = address.full();
  if (!URL.canParse(text))
    throw new OriginFailure({ kind: 'final' }, `it is not a URL: ${SCHEMES}`);
  const url = new URL(text);
  switch (url.protocol) {
    case 'file:':
      return await receiveFile(address, receiving);
    case 'http:':
    case 'https:':
      return await receivePersistently(address, receiving);
    default:
      throw new OriginFailure(
        { kind: 'final' },
        `URLs of the kind ${url.protocol} are not supported: ${SCHEMES}`,
      );
  }
}

async function receivePersistently(address: Address, receiving: Receiving): Promise<Received> {
  const { limits, signal } = receiving;
  let slow = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await receiveHttp(address, receiving);
    } catch (error) {
      if (!(error instanceof OriginFailure) || error.details.kind !== 'transient') throw error;
      if (error.details.slow) slow += 1;
      if (attempt === ATTEMPTS || slow === SLOW_ATTEMPTS) throw error;
      const { retryAfter } = error.details;
      const milliseconds = pauseAfter(attempt, limits.backoff, retryAfter, Math.random());
      receiving.emit({
        type: 'source.retrying',
        ...forBuild(receiving),
        url: address.public,
        reason: address.conceal(error.message),
        milliseconds,
        ...(retryAfter !== undefined && { asked: retryAfter, longest: LONGEST_PAUSE }),
      });
      await pause(milliseconds, signal);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } finally {
    signal.throwIfAborted();
  }
}
