import type { Options, Result } from 'execa';
import { BuilderError, isMissingProgram } from '../error.js';
import type { HostPath } from '../path.js';
import { killGroup } from './group.js';
import { missingProgram } from './missing.js';
import { startProgram } from './start.js';

/** How a program of the machine ended. */
export interface Ended {
  /** 124 of a program that took longer than it may, 128 of one that was ended otherwise. */
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** {@link Ended}, and what else there is to know when it didn't end well. */
export interface Outcome extends Ended {
  /** It could not be started: there is none of that name. */
  missing: boolean;
  /** It took longer than it may. */
  timedOut: boolean;
  /** How it failed, on one line with the command; undefined when it ended well. */
  failure: string | undefined;
}

/** Options of {@link runProgram}. */
interface ProgramOptions {
  /** Added to our own environment, or all that there is of one. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Whether our own environment is kept from it. */
  alone?: boolean;
  directory?: HostPath;
  signal?: AbortSignal;
  /** Milliseconds; 124 is the exit code of a program that took longer. */
  timeout?: number;
  /** Text for standard input, which is empty otherwise. */
  input?: Uint8Array;
  /** Whether it is ended with all that it started, and what it started with it: git's and apt's helpers live on else. */
  group?: boolean;
  /** Whether standard output is bytes, each of which is a character of the text that comes back. */
  binary?: boolean;
}

/**
 * Runs a program of the machine to its end, whatever its exit code.
 * @throws BuilderError INTERRUPTED; MISSING_PROGRAM without a hint, which the caller knows better
 */
export async function runProgram(
  argv: readonly [string, ...string[]],
  options: ProgramOptions = {},
): Promise<Ended> {
  const { missing, exitCode, stdout, stderr } = await tryProgram(argv, options);
  throwIfAborted(options.signal);
  if (missing) throw missingProgram(argv[0]);
  return { exitCode, stdout, stderr };
}

/** Like {@link runProgram}, for those who say themselves what it means that it is missing or was ended. */
export async function tryProgram(
  argv: readonly [string, ...string[]],
  { environment = {}, signal, timeout, input, ...options }: ProgramOptions = {},
): Promise<Outcome> {
  const { child } = await startProgram(argv, {
    env: { ...environment, LC_ALL: 'C.UTF-8' },
    extendEnv: options.alone !== true,
    reject: false,
    ...(options.directory !== undefined && { cwd: options.directory }),
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(options.binary === true && { encoding: 'latin1' as const, stripFinalNewline: false }),
    ...(options.group === true ? { detached: true } : signal && { cancelSignal: signal }),
    ...(timeout !== undefined && { timeout }),
  } satisfies Options);
  const end = () => {
    if (options.group === true) killGroup(child.pid);
  };
  signal?.addEventListener('abort', end);
  child.once('exit', end);
  if (signal?.aborted) end();
  const result = await child;
  signal?.removeEventListener('abort', end);
  const { timedOut, failed, stdout, stderr } = result;
  return {
    exitCode: timedOut ? 124 : (result.exitCode ?? 128),
    stdout,
    stderr,
    missing: isMissingProgram(result),
    timedOut,
    failure: failed ? failureOf(argv, result) : undefined,
  };
}

/** Without what stands before the program, so that it can be run again as it is told. */
function failureOf(
  argv: readonly string[],
  { timedOut, exitCode, signal, originalMessage }: Result,
): string {
  const how = timedOut
    ? 'took too long'
    : exitCode !== undefined
      ? `failed with exit code ${exitCode}`
      : signal !== undefined
        ? `was killed with ${signal}`
        : `failed: ${originalMessage ?? 'it did not start'}`;
  return `Command ${how}: ${argv.join(' ')}`;
}

/** @throws BuilderError INTERRUPTED */
export function throwIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) {
    throw new BuilderError('INTERRUPTED', 'interrupted', { cause: signal.reason });
  }
}

/** The last lines of a text that have something in them. */
export function tailOf(text: string, lines: number): string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-lines);
}
