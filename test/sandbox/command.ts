import { guestPath } from '../../src/path.js';
import type { Command, Mount } from '../../src/sandbox/index.js';

/** The environment of a step, more or less. */
export const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/binary-builder/home',
  LANG: 'C.UTF-8',
};

/** A command with the environment of a step, in the root directory. */
export function command(
  argv: readonly [string, ...string[]],
  mounts: readonly Mount[] = [],
): Command {
  return { argv, environment: ENVIRONMENT, directory: guestPath('/'), mounts };
}

/** A command that is a text for sh. */
export function script(text: string, mounts: readonly Mount[] = []): Command {
  return command(['sh', '-c', text], mounts);
}
