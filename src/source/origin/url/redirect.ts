import http from 'node:http';
import https from 'node:https';
import { isInternalHost, type Names, publicUri } from '../../../network/index.js';
import { OriginFailure, type Receiving } from '../../receive/index.js';

/** How many redirects are followed. */
export const MAX_REDIRECTS = 10;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const KEPT = { keepAlive: true, timeout: 5000 };

/** Connections to wherever somebody asked for. */
export const ANYWHERE = agents();

/** Connections to no internal address; a kept one was asked for under the same condition. */
export const OUTSIDE = agents();

function agents() {
  return { http: new http.Agent(KEPT), https: new https.Agent(KEPT) };
}

/** One of the addresses that are asked in turn until one doesn't redirect. */
export interface Hop {
  readonly url: URL;
  /** Whether it may lead to loopback, link-local and private addresses. */
  readonly inward: boolean;
}

/** Where a response redirects to, as it says it; undefined when it doesn't. */
export function locationOf(
  status: number,
  { location }: { readonly location?: string | undefined },
): string | undefined {
  if (location === undefined || !REDIRECTS.has(status)) return undefined;
  // Node reads headers as Latin-1, and servers write UTF-8.
  return Buffer.from(location, 'latin1').toString('utf8');
}

/** A redirect: what it says, and the IP address that said it, where that isn't a proxy's. */
interface Redirect {
  readonly location: string;
  readonly by: string | undefined;
}

/**
 * The next hop after a redirect: what is outside leads to nothing inside, unless somebody says that it may.
 * Behind a proxy nobody here knows what a name means; there the host counts as it is written. Pure.
 * @throws OriginFailure
 */
export function nextHop(
  from: URL,
  { location, by }: Redirect,
  { limits, names }: Pick<Receiving, 'limits' | 'names'>,
): Hop {
  if (!URL.canParse(location, from.href)) {
    throw new OriginFailure({ kind: 'final' }, 'it redirects to something that is not a URL');
  }
  const url = new URL(location, from);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const reason = `it redirects to ${url.protocol}, which is neither http: nor https:`;
    throw new OriginFailure({ kind: 'final' }, reason);
  }
  if (url.hostname === from.hostname && url.port === from.port && !losesTls(from, url)) {
    url.username = from.username;
    url.password = from.password;
  }
  const inward = limits.privateRedirects || isInside(from, by, names);
  if (!inward && isInternalHost(url, names)) throw inwardFailure(url, url.hostname);
  return { url, inward };
}

function losesTls(from: URL, to: URL): boolean {
  return from.protocol === 'https:' && to.protocol !== 'https:';
}

function isInside(from: URL, by: string | undefined, names: Names): boolean {
  return by === undefined ? isInternalHost(from, names) : names.isInternal(by);
}

/** The failure of an origin outside that redirects to an internal address. */
export function inwardFailure(url: URL, address: string): OriginFailure {
  const hint = 'Where that is meant: --allow-private-redirects';
  const which = address === url.hostname ? '' : ` (${address})`;
  return new OriginFailure(
    { kind: 'final', limit: { name: 'private-redirects', hint } },
    `it redirects to ${publicUri(url.origin)}${which}, which is inside, on this machine or a private network, while it is outside`,
  );
}
