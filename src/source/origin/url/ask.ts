import got, { RequestError, TimeoutError, type PlainResponse, type Request } from 'got';
import { outwardLookup, proxyFor, publicUri } from '../../../network/index.js';
import {
  ANYWHERE,
  type Hop,
  inwardFailure,
  locationOf,
  MAX_REDIRECTS,
  nextHop,
  OUTSIDE,
} from './redirect.js';
import { judgeError } from './retry.js';
import { requestThrough } from './tunnel.js';
import { OriginFailure, type Receiving, tooSlow } from '../../receive/index.js';

/** What it takes to ask. */
export type Asking = Pick<Receiving, 'signal' | 'limits' | 'names' | 'environment'>;

/** A response whose head is there, and where it came from in the end. */
export interface Opened {
  readonly stream: Request;
  readonly response: PlainResponse;
  readonly url: URL;
  /** Whether a proxy asked there. */
  readonly proxied: boolean;
}

/** Asks for an address, and for those that it is redirected to. */
export async function openFollowing(
  from: URL,
  headers: Record<string, string>,
  asking: Asking,
): Promise<Opened> {
  let hop: Hop = { url: from, inward: true };
  for (let redirects = 0; ; redirects++) {
    const stream = open(hop, headers, asking);
    try {
      const response = await headOf(stream);
      const location = locationOf(response.statusCode, response.headers);
      const proxied = proxyOf(hop.url, asking.environment) !== undefined;
      if (location === undefined) return { stream, response, url: hop.url, proxied };
      // What it says beside that is nobody's, and may have no end.
      stream.destroy();
      if (redirects === MAX_REDIRECTS) {
        throw new OriginFailure({ kind: 'final' }, `more than ${MAX_REDIRECTS} redirects`);
      }
      hop = nextHop(hop.url, { location, by: proxied ? undefined : response.ip }, asking);
    } catch (error) {
      stream.destroy();
      asking.signal.throwIfAborted();
      throw explain(error, hop.url, asking);
    }
  }
}

function open({ url, inward }: Hop, headers: Record<string, string>, asking: Asking) {
  const { signal, limits, names, environment } = asking;
  const stream = got.stream(url, {
    headers: { 'accept-encoding': 'identity', 'user-agent': 'binary-builder', ...headers },
    decompress: false,
    throwHttpErrors: false,
    retry: { limit: 0 },
    followRedirect: false,
    agent: inward ? ANYWHERE : OUTSIDE,
    dnsLookup: inward
      ? names.lookup
      : outwardLookup(names, (address) => inwardFailure(url, address)),
    timeout: {
      lookup: limits.resolve,
      connect: limits.connect,
      secureConnect: limits.connect,
      response: limits.window,
      socket: limits.window,
    },
    hooks: {
      beforeRequest: [
        (options) => {
          const proxy = proxyOf(url, environment);
          options.request =
            proxy &&
            (() =>
              requestThrough(proxy, url, {
                headers: options.headers,
                signal,
                timeout: limits.connect,
              }));
        },
      ],
    },
    signal,
  });
  // An error between the response's head and its body has no reader yet; the body's reader gets it.
  stream.on('error', () => undefined);
  return stream;
}

function proxyOf(url: URL, environment: Asking['environment']): URL | undefined {
  try {
    return proxyFor(url, environment);
  } catch {
    throw new OriginFailure({ kind: 'final' }, 'the proxy in the environment is not a URL');
  }
}

function headOf(stream: Request): Promise<PlainResponse> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve);
    stream.once('error', reject);
  });
}

/** Turns what got throws into an {@link OriginFailure}; its own errors carry the whole URL. */
export function explain(error: unknown, url: URL, asking: Asking): unknown {
  const { limits } = asking;
  if (error instanceof OriginFailure) return error;
  if (!(error instanceof RequestError)) return error;
  if (error.cause instanceof OriginFailure) return error.cause;
  if (error.code.startsWith('HPE_')) {
    const reason = 'it sends more bytes than it says, or something that is not HTTP';
    return new OriginFailure({ kind: 'final', useless: true }, reason);
  }
  if (error instanceof TimeoutError) {
    switch (error.event) {
      case 'socket':
      case 'response':
        return tooSlow(0, limits);
    }
  }
  return new OriginFailure(judgeError(error.code), reasonFor(error, url, asking));
}

function reasonFor(error: RequestError, url: URL, { limits, environment }: Asking): string {
  const proxy = proxyOf(url, environment);
  const whom = proxy ? `the proxy ${publicUri(proxy.href)}` : 'it';
  switch (error instanceof TimeoutError ? error.event : error.code) {
    case 'lookup':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host ${(proxy ?? url).hostname} does not resolve`;
    case 'ECONNREFUSED':
      return `${whom} refuses connections`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${whom} cannot be reached from here`;
    case 'connect':
    case 'secureConnect':
      return `no connection within ${limits.connect} ms`;
    default:
      return error.message;
  }
}
