import type { PublicUri } from './network/index.js';
import type { Arch } from './architecture.js';
import type { BuilderError } from './error.js';

/** One thing that happened, as the core tells it and reporters show it. */
export type Event =
  | { type: 'stack.selected'; build: string; stack: string; reason: string }
  /** How it is built for its architecture: natively, emulated, or cross compiled. */
  | { type: 'mode.selected'; build: string; arch: Arch; mode: string; reason: string }
  | { type: 'runner.selected'; build: string; runner: string; reason: string }
  | { type: 'stack.progress'; stack: string; message: string }
  | { type: 'stack.log'; stack: string; line: string }
  | { type: 'source.url'; build: string; url: PublicUri }
  | {
      type: 'source.progress';
      url: PublicUri;
      /** Bytes so far, those of an earlier, resumed attempt included. */
      received: number;
      /** Bytes in all, when the origin says. */
      total: number | undefined;
      bytesPerSecond: number;
    }
  | { type: 'source.failed'; url: PublicUri; reason: string }
  | { type: 'source.ready'; url: PublicUri; path: string; size: number; cached: boolean }
  | { type: 'build.started'; build: string; key: string }
  | { type: 'build.waiting'; build: string; reason: string }
  | { type: 'phase.started'; build: string; phase: string }
  | { type: 'phase.finished'; build: string; phase: string; milliseconds: number }
  | { type: 'log'; build: string; phase: string; line: string }
  | { type: 'warning'; build: string | undefined; message: string }
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
  /** A script of a buildpack or a process of an application, by what people call it: `bin/compile`, `web`. */
  | { type: 'script.started'; script: string }
  /** A line of its output, as it wrote it: whoever shows it makes it harmless. */
  | { type: 'script.line'; script: string; line: string }
  | { type: 'script.finished'; script: string; exitCode: number; milliseconds: number };

/** Takes events; a reporter is one. */
export type Emit = (event: Event) => void;
