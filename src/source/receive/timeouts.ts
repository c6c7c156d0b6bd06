/** Limits in milliseconds. */
export interface Timeouts {
  /** For a host name to resolve, when no other origin is left to try; before one, it gets less than a second. */
  resolve: number;
  /** For a connection, its TLS or its way through a proxy included. */
  connect: number;
  /** Without a single byte. */
  stall: number;
  /** For one attempt, whatever it does. */
  overall: number;
  /** The pause before the second attempt; it doubles with each further one. */
  backoff: number;
}

/** See {@link Timeouts}. */
export const TIMEOUTS: Timeouts = {
  resolve: 10_000,
  connect: 10_000,
  stall: 30_000,
  overall: 60 * 60_000,
  backoff: 500,
};
