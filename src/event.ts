import type { PublicUri } from './network/index.js';
import type { Arch } from './architecture.js';
import type { BuilderError } from './error.js';

/**
 * What an event belongs to. A name is the same in every event, and what has none is left out:
 *
 * - a build is `NAME-VERSION-STACK-ARCH-XXXXXXXX`, as its folder in the cache is, with eight digits of its
 *   key; what is done with its artifact has that and what it is (`-test`); a build that failed before it
 *   had a plan is `NAME-VERSION`
 * - a stack is the name of its file
 * - a source is its address without credentials, or `debian:SUITE/PACKAGE`
 * - a staging, or an application that runs, is `NAME-STACK-ARCH-XXXXXXXX`, as its folder in the cache is,
 *   which has `.staging` behind it
 * - a buildpack is its folder
 */
export interface Belonging {
  readonly build?: string;
  readonly stack?: string;
  readonly url?: PublicUri;
  readonly staging?: string;
  readonly buildpack?: string;
}

/** A script of a staging, or of a buildpack that is packaged, by what people call it: `bin/compile`, `web`. */
type OfScript = { script: string } & (
  { staging: string; buildpack?: never } | { buildpack: string; staging?: never }
);

/** A source, and the build that it is fetched for, if it is for one. */
interface OfSource {
  build?: string;
  url: PublicUri;
}

/** One thing that happened, as the core tells it and reporters show it. */
export type Event =
  | { type: 'stack.selected'; build: string; stack: string; reason: string }
  /** How it is built for its architecture: natively, emulated, or cross compiled. */
  | { type: 'mode.selected'; build: string; arch: Arch; mode: string; reason: string }
  | { type: 'runner.selected'; build: string; runner: string; reason: string }
  | { type: 'stack.progress'; stack: string; message: string }
  | { type: 'stack.log'; stack: string; line: string }
  | { type: 'source.url'; build: string; url: PublicUri }
  | ({
      type: 'source.progress';
      /** Bytes so far, those of an earlier, resumed attempt included. */
      received: number;
      /** Bytes in all, when the origin says. */
      total: number | undefined;
      bytesPerSecond: number;
    } & OfSource)
  /** One of its origins is asked again in a moment. */
  | ({
      type: 'source.retrying';
      reason: string;
      /** Until then. */
      milliseconds: number;
      /** Milliseconds that the server asks to wait, if it asks, and the most that anybody is given. */
      asked?: number;
      longest?: number;
    } & OfSource)
  /** One of its origins didn't give it. */
  | ({
      type: 'source.failed';
      reason: string;
      /** The limit that ended it, if one did, and the bytes that there were by then. */
      limit?: string;
      received?: number;
    } & OfSource)
  /** Somebody else is fetching it. When a build waits for that, `build.waiting` says so. */
  | { type: 'source.waiting'; url: PublicUri; reason: string }
  | ({ type: 'source.ready'; path: string; size: number; cached: boolean } & OfSource)
  | { type: 'build.started'; build: string; key: string }
  | { type: 'build.waiting'; build: string; reason: string }
  | { type: 'phase.started'; build: string; phase: string }
  | { type: 'phase.finished'; build: string; phase: string; milliseconds: number }
  /**
   * What else a build did, or a part of a phase (a step, a test), is over, or has failed. Parts may run at the
   * same time.
   */
  | {
      type: 'part.finished';
      build: string;
      part: string;
      phase?: string;
      /** With fractions: many parts take less than one. */
      milliseconds: number;
    }
  | { type: 'log'; build: string; phase: string; line: string }
  | ({ type: 'warning'; message: string } & Belonging)
  | {
      type: 'build.finished';
      build: string;
      /** True when the store had the artifact and nothing was built. */
      reused: boolean;
      milliseconds: number;
      artifact: { path: string; size: number; md5: string; sha256: string };
      /** The manifest entry as YAML, ready to paste. */
      entry: string;
    }
  | { type: 'build.failed'; build: string; error: BuilderError }
  | ({ type: 'script.started' } & OfScript)
  /** A line of its output, as it wrote it: whoever shows it makes it harmless. */
  | ({ type: 'script.line'; line: string } & OfScript)
  | ({ type: 'script.finished'; exitCode: number; milliseconds: number } & OfScript);

/** Takes events; a reporter is one. */
export type Emit = (event: Event) => void;
