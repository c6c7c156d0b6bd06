import type { Arch } from '../../architecture.js';
import type { Limits } from '../../archive/index.js';
import type { HostPath } from '../../path.js';
import type { Runner } from '../../sandbox/index.js';
import type { Stack } from '../../stack/index.js';

/** Where an application is staged or started. */
export interface Setting {
  readonly stack: Stack;
  readonly arch: Arch;
  /** Not the machine itself, which has a network. */
  readonly runner: Runner;
  /** Variables that the user adds; see `parseVariables`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Which of a buildpack's scripts are run: `compile`, or `supply` and `finalize`. */
export type Interface = 'compile' | 'supply';

/** What is staged, with what, and where it goes. */
export interface StageRequest extends Setting {
  /** A zip, or a folder. */
  readonly buildpack: HostPath;
  /** A folder, which is not written to. */
  readonly application: HostPath;
  /** The tarball that is written. */
  readonly droplet: HostPath;
  /** The application's cache, kept between stagings; a throw-away one unless given. */
  readonly cache: HostPath | undefined;
  /** As the platform chooses unless given. */
  readonly interface?: Interface | undefined;
  /** How much the application may be, and the buildpack: what differs from `STAGING_LIMITS`. */
  readonly limits?: Partial<Limits>;
}

/** What staging came to. */
export interface StagedApplication {
  /** What `bin/detect` called it. */
  readonly detected: string;
  /** The scripts that were run, in their order: `bin/detect`, for example. */
  readonly scripts: readonly string[];
  /** Commands by the type of process, those of a Procfile before those of `bin/release`. */
  readonly processes: Readonly<Record<string, string>>;
  readonly droplet: {
    readonly path: HostPath;
    /** Bytes. */
    readonly size: number;
    readonly sha256: string;
  };
}

/** What is started, and what it is asked for. */
export interface RunRequest extends Setting {
  readonly droplet: HostPath;
  /** Of the page, with its query: `/`, for example. */
  readonly path: string;
  /** How long it may take from the start to the answer. */
  readonly timeoutSeconds: number;
}

/** What an application answered. */
export interface Answer {
  /** The command that started it. */
  readonly command: string;
  /** Of HTTP, below 500. */
  readonly status: number;
  /** As they came; of several with one name the last one. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first KB of it as text, without what a terminal would obey. */
  readonly body: string;
  /** From the start of the sandbox to its end, the answer included. */
  readonly milliseconds: number;
}
