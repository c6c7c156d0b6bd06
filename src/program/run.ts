import type { Options } from 'execa';
import { BuilderError, isMissingProgram } from '../error.js';

/** How a program of the machine ended. */
export interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Options of {@link runProgram}. */
export interface ProgramOptions {
  /** Added to our own environment. */
  environment?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  /** Milliseconds; 124 is the exit code of a program that took longer. */
  timeout?: number;
  /** Text for standard input, which is empty otherwise. */
  input?: Uint8Array;
}

/**
 * Runs a program of the machine to its end, whatever its exit code.
 * @throws BuilderError INTERRUPTED; MISSING_PROGRAM without a hint, which the caller knows better
 */
export async function runProgram(
  [program, ...rest]: readonly [string, ...string[]],
  { environment = {}, signal, timeout, input }: ProgramOptions = {},
): Promise<Ended> {
  const options = {
    env: { ...environment, LC_ALL: 'C.UTF-8' },
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(signal && { cancelSignal: signal }),
    ...(timeout !== undefined && { timeout }),
  } satisfies Options;
  // Loaded where it is needed first: loading it takes longer than answering from the store.
  const { execa } = await import('execa');
  const result = await execa(program, rest, options);
  throwIfAborted(signal);
  if (isMissingProgram(result)) {
    throw missingProgram(program);
  }
  const exitCode = result.timedOut ? 124 : (result.exitCode ?? 128);
  return { exitCode, stdout: result.stdout, stderr: result.stderr };
}

/** The error for a program that isn't there. */
export function missingProgram(program: string, hint?: string): BuilderError {
  return new BuilderError('MISSING_PROGRAM', `the program ${program} is not on this machine`, {
    ...(hint !== undefined && { hint }),
  });
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
