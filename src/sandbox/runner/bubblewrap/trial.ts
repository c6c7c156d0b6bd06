import { FIXED_PATH } from '../../../path.js';
import { machineFilter } from '../../../seccomp/index.js';
import { bubblewrapOptions } from './options.js';
import type { Bubblewrap } from './program.js';
import { outsideOf } from './outside.js';
import { runProcess, type Ended } from '../../command/process.js';

/**
 * Tries a sandbox that has all that ours have, over the machine's own root: a trial that needs no root
 * of a stack. A device that can't be written to, as whoever steps run as, fails it too.
 * @param within the argv that runs bubblewrap, if it is not to be run as it is
 */
export async function tryBubblewrap(
  program: Bubblewrap,
  signal?: AbortSignal,
  within: (argv: readonly [string, ...string[]]) => [string, ...string[]] = (argv) => [...argv],
): Promise<Ended> {
  const filter = machineFilter();
  const argv = [
    program.path,
    ...bubblewrapOptions(program),
    ...(filter === undefined ? [] : ['--seccomp', '3']),
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'],
    ...['--ro-bind', '/proc/sys', '/proc/sys', '--'],
    ...['/bin/sh', '-c', 'exec </dev/zero >/dev/null'],
  ] as const;
  return await runProcess({
    argv: outsideOf([], program).around(within(argv)),
    environment: { PATH: FIXED_PATH },
    lifeline: false,
    inputs: filter === undefined ? [] : [filter],
    signal,
  });
}
