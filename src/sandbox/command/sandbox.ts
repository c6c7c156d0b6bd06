import type { GuestPath, HostPath } from '../../path.js';
import type { Counters } from '../limits/judge.js';
import type { Exceeded, Limits } from '../limits/limits.js';

/** A folder or file of the machine that is seen inside the sandbox. */
export interface Mount {
  host: HostPath;
  guest: GuestPath;
  access: 'read-only' | 'read-write';
}

/** What to run: everything that it sees is in here. */
export interface Command {
  /** The program, looked up in `environment.PATH`, and its arguments. */
  argv: readonly [string, ...string[]];
  /** The whole environment of the program. */
  environment: Readonly<Record<string, string>>;
  directory: GuestPath;
  mounts: readonly Mount[];
  /**
   * Who it is run as, root unless said; files that it writes belong to whoever runs binary-builder.
   * bubblewrap's alone: containers and the machine keep their user.
   */
  user?: { readonly uid: number; readonly gid: number };
}

/** How a command ended. */
export interface Outcome {
  /** 128 + n for a program that died of signal n, 127 for a program that isn't there. */
  exitCode: number;
  /** The limit that ended it, or made it fail. */
  exceeded?: Exceeded;
  /** What was counted of it where an engine made its cgroup. */
  counters?: Counters;
}

/** How a command ended, with what it wrote. */
export interface Captured extends Outcome {
  stdout: string;
  stderr: string;
}

/** What a command is held to. */
export interface Held {
  /** What is set inside the sandbox, or by its engine; none unless said. */
  limits?: Limits | undefined;
  /** What is put before the program that makes the sandbox. */
  join?: readonly string[];
}

/**
 * Takes what a command writes. While a promise that it returns is open, no more is read, so that a command
 * which writes faster than its output can be kept has to wait; such a promise never fails.
 */
export type OnOutput = (chunk: Buffer) => unknown;

/** Options of {@link Sandbox.run}. */
export interface RunOptions extends Held {
  /** Gets standard output and standard error, merged in the order in which they were written. */
  onOutput?: OnOutput;
  /** Ends the command and everything that it started. */
  signal?: AbortSignal;
}

/** Runs commands inside a stack's root, without network and without anything of the machine. */
export interface Sandbox {
  /** The name of its runner. */
  readonly runner: string;
  /**
   * Runs a command to its end, whatever its exit code.
   * @throws BuilderError SANDBOX_FAILED when the sandbox itself could not be had, INTERRUPTED
   */
  run(command: Command, options?: RunOptions): Promise<Outcome>;
  /** Like {@link Sandbox.run}, for short answers: both streams as text, apart, 64 MB at most. */
  capture(command: Command, options?: Omit<RunOptions, 'onOutput'>): Promise<Captured>;
  /** Runs a command on the user's terminal. */
  shell(command: Command, held?: Held): Promise<Outcome>;
}
