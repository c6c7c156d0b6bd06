import type { FailureKind } from '../../receive/index.js';

/** How often one origin is asked. */
export const ATTEMPTS = 4;

/** How often an origin is asked that stalls or is too slow: each attempt costs what it takes to find out. */
export const SLOW_ATTEMPTS = 2;

/** The longest pause between two attempts, whatever a server asks for. Milliseconds. */
export const LONGEST_PAUSE = 15_000;

/** HTTP statuses that pass: a time-out, an overload, a server or gateway in trouble. */
const TRANSIENT_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/** Errors of a connection that was there; one that never came about is final. */
const TRANSIENT_CODES = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Whether an HTTP status is worth another attempt. */
export function judgeStatus(status: number, retryAfter: number | undefined): FailureKind {
  if (!TRANSIENT_STATUSES.has(status)) return { kind: 'final' };
  return { kind: 'transient', ...(retryAfter !== undefined && { retryAfter }) };
}

/** Whether a connection's error is worth another attempt. */
export function judgeError(code: string | undefined): FailureKind {
  return { kind: code !== undefined && TRANSIENT_CODES.has(code) ? 'transient' : 'final' };
}

/**
 * How long to wait, in milliseconds, before the next attempt.
 * @param failed how many attempts have failed, from 1
 * @param random from 0 to 1: spreads those who failed together
 */
export function pauseAfter(
  failed: number,
  backoff: number,
  retryAfter: number | undefined,
  random: number,
): number {
  const pause = backoff * 2 ** (failed - 1) * (0.75 + random / 2);
  return Math.min(Math.max(pause, retryAfter ?? 0), LONGEST_PAUSE);
}

/** Reads a `Retry-After` header, seconds or a date (RFC 9110 §10.2.3), into milliseconds. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Math.min(Number(header) * 1000, Number.MAX_SAFE_INTEGER);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}
