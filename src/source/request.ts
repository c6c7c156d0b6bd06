import { type Address, publicUri, type PublicUri } from '../network/index.js';
import type { Emit } from '../event.js';
import type { HostPath } from '../path.js';
import type { AllDigests, Digests } from '../files/index.js';

/** Where the bytes of a source may be had. */
export type Origin =
  | {
      kind: 'url';
      /** `http:`, `https:` or `file:`. */
      url: Address;
      /** What it had when it was recorded, and lacks: a user name, a token. */
      withheld?: readonly string[] | undefined;
    }
  | {
      kind: 'debian';
      /** Name of the Debian source package. */
      package: string;
      suite: string;
      /** The upstream version that is wanted, without epoch and revision. */
      version: string;
    };

/** An origin for people and records: an address, or `debian:SUITE/PACKAGE`. */
export function describeOrigin(origin: Origin): PublicUri {
  return origin.kind === 'url'
    ? origin.url.public
    : publicUri(`debian:${origin.suite}/${origin.package}`);
}

/** A source that is wanted. */
export interface FetchRequest {
  /** For messages: `libffi 3.4.4`. */
  name: string;
  /** Tried in this order. */
  origins: readonly [Origin, ...Origin[]];
  /** At least one; all of them are checked. */
  expected: Digests;
  signature?: {
    /** At least the last eight hex digits of the key's fingerprint. */
    keyId: string;
    /** The content of the detached, armoured signature (`.asc`), or the path of its file. */
    signature: string;
  };
}

/** A git tag that is wanted. */
export interface GitRequest {
  /** For messages: `libffi 3.1`. */
  name: string;
  repository: Address;
  /** What its address had when it was recorded, and lacks. */
  withheld?: readonly string[] | undefined;
  tag: string;
  /** What the tag has to point to, 40 hex digits. */
  commit: string;
}

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

export const TIMEOUTS: Timeouts = {
  resolve: 10_000,
  connect: 10_000,
  stall: 30_000,
  overall: 60 * 60_000,
  backoff: 500,
};

/** What every fetch needs beside its request. */
export interface FetchContext {
  /** The cache folder of sources. */
  folder: HostPath;
  emit: Emit;
  /** The id of the build that it is fetched for, if it is for one. Events name it. */
  build?: string;
  /** Ends the fetch; its reason is thrown. What was received so far stays, to be resumed. */
  signal?: AbortSignal;
  timeouts?: Partial<Timeouts>;
  /** Where proxies and key folders are looked up; the process's own unless given. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** The folder in which `keys/` is looked for; the process's own unless given. */
  workingDirectory?: HostPath;
}

/** What events of a source say of the build that it is fetched for: nothing when it is for none. */
export function forBuild({ build }: { readonly build?: string | undefined }): { build?: string } {
  return build === undefined ? {} : { build };
}

/** Tells that somebody else is fetching the source: the build waits, or who fetches it for none. */
export function tellWaiting(
  url: PublicUri,
  reason: string,
  { emit, build }: Pick<FetchContext, 'emit' | 'build'>,
): void {
  if (build === undefined) emit({ type: 'source.waiting', url, reason });
  else emit({ type: 'build.waiting', build, reason });
}

/** A source that is in the cache and matches everything that was expected of it. */
export interface FetchedSource {
  path: HostPath;
  /** Bytes. */
  size: number;
  digests: AllDigests;
  /** The origin that served it, or the first one when it was cached. */
  url: PublicUri;
  cached: boolean;
}
