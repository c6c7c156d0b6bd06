import type { Exceeded, Limits } from './limits.js';

/** What the kernel counted of a sandbox's cgroup; undefined what it couldn't be asked for. */
export interface Counters {
  /** Processes that were killed for want of memory. */
  readonly oomKills: number | undefined;
  /** Processes that could not be started, since there were too many. */
  readonly refusedForks: number | undefined;
}

/** What is known of a command that failed by itself. */
export interface Evidence {
  readonly exitCode: number;
  readonly counters: Counters;
  /** The end of what it wrote. */
  readonly tail: string;
  /** Looks whether a file that it could write is just as large as files may be. */
  readonly fullFile: () => Promise<boolean>;
}

/** 128 + SIGXFSZ, of which a program dies that writes more into a file than it may. */
const DIED_OF_SIZE = 153;

/** The limit that made a command fail; undefined when none did, so far as can be known. */
export async function exceededBy(
  limits: Limits,
  { exitCode, counters, tail, fullFile }: Evidence,
): Promise<Exceeded | undefined> {
  if (exitCode === 0) return undefined;
  const { memory, processes, 'file-size': size } = limits;
  if (size.value !== undefined && exitCode === DIED_OF_SIZE) {
    return { limit: 'file-size', value: size.value };
  }
  if (memory.value !== undefined && (counters.oomKills ?? 0) > 0) {
    return { limit: 'memory', value: memory.value };
  }
  const refused =
    counters.refusedForks === undefined ? saysRefused(tail) : counters.refusedForks > 0;
  if (processes.value !== undefined && refused) {
    return { limit: 'processes', value: processes.value };
  }
  if (size.value !== undefined && (await fullFile())) {
    return { limit: 'file-size', value: size.value };
  }
  return undefined;
}

/**
 * Whether a program said that it could start no process (EAGAIN of fork(2), clone(2)). Of what an rlimit
 * refuses the kernel keeps no account.
 */
function saysRefused(tail: string): boolean {
  return tail
    .split('\n')
    .some(
      (line) =>
        /\b(cannot|can't) fork\b/i.test(line) ||
        (/resource temporarily unavailable/i.test(line) &&
          /fork|spawn|clone|thread|errno 11/i.test(line)),
    );
}

/** Reads what cgroup files say: a name and a number on each line, as memory.events has them. Pure. */
export function countOf(text: string | undefined, name: string): number | undefined {
  const found = text
    ?.split('\n')
    .map((line) => line.split(' '))
    .find(([key]) => key === name)?.[1];
  return found !== undefined && /^\d+$/.test(found) ? Number(found) : undefined;
}
