import type { Arch } from '../../architecture.js';
import type { HostPath } from '../../path.js';
import { registrationOf } from './pattern.js';

/**
 * Registers $1 with a binfmt_misc that belongs to the user namespace that this runs in, and becomes
 * the rest of its arguments. It is mounted where every machine has a folder that bubblewrap doesn't
 * need: binfmt_misc's own folder is there only once its module is loaded, which mounting does.
 */
const REGISTER = `set -e
mount -t binfmt_misc binfmt_misc /sys
printf %s "$1" >/sys/register
shift
exec "$@"`;

/**
 * The argv that runs another with a private registration of qemu: the same process becomes it, so
 * that signals, descriptors, terminal and exit code are as without. Pure.
 */
export function withPrivateRegistration(
  { arch, qemu }: { arch: Arch; qemu: HostPath },
  argv: readonly string[],
): [string, ...string[]] {
  return [
    'unshare',
    ...['--user', '--map-root-user', '--mount', '--propagation', 'private'],
    ...['sh', '-c', REGISTER, 'register', registrationOf(arch, qemu), ...argv],
  ];
}
