import type { Limits } from './limits.js';

/** A program and its arguments behind what is put before them. Pure. */
export function behind(
  before: readonly string[],
  argv: readonly [string, ...string[]],
): [string, ...string[]] {
  const [program, ...rest] = before;
  return program === undefined ? [...argv] : [program, ...rest, ...argv];
}

/**
 * The limits that an engine sets, as arguments of `run`. Sizes of files are set inside. Processes are not
 * by `--ulimit nproc`, with which the kernel would count those of all containers of a user. Pure.
 */
export function engineLimits(limits: Limits | undefined): string[] {
  if (limits === undefined) return [];
  const { memory, processes } = limits;
  return [
    ...(processes.value === undefined ? ['--pids-limit=-1'] : [`--pids-limit=${processes.value}`]),
    ...(memory.value === undefined ? [] : [`--memory=${memory.value}`]),
    // Who gives a number means it with what is swapped out.
    ...(memory.value === undefined || memory.from === 'default'
      ? []
      : [`--memory-swap=${memory.value}`]),
  ];
}
