import type { Address, Names, PublicUri } from '../network/index.js';
import type { Arch } from '../architecture.js';
import type { HostPath } from '../path.js';
import type { AllDigests, Digests } from '../files/index.js';
import type { Origin } from './origin/index.js';
import type { Context } from '../store/index.js';

/** A source that is wanted. */
export interface FetchRequest {
  /** For messages: `libffi 3.4.4`. */
  name: string;
  /** Tried in this order. */
  origins: readonly [Origin, ...Origin[]];
  /** At least one; all of them are checked, of what comes from origins that have no digests of their own. */
  expected: Digests;
  /** The architecture that it is for, where its address is another one for each: what was fetched for another doesn't count. */
  arch?: Arch | undefined;
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

/** What every fetch needs beside its request. A fetch that was ended leaves what it received, to be resumed. */
export interface FetchContext extends Context {
  /** The id of the build that it is fetched for, if it is for one. Events name it. */
  build?: string;
  /** How names are resolved; as the machine does it unless given. */
  names?: Names;
  /** Where proxies and key folders are looked up; the process's own unless given. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** The folder in which `keys/` is looked for; the process's own unless given. */
  workingDirectory?: HostPath;
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
