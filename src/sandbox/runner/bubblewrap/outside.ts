import { BUILD_USER, isRoot } from '../../../program/index.js';
import { hostPath, type HostPath } from '../../../path.js';
import type { Bubblewrap } from './program.js';

/** Something of the machine that a sandbox gets to see. */
export interface Seen {
  host: HostPath;
  access: 'read-only' | 'read-write';
}

/** What stands outside a sandbox: who makes it, and where its things lie for him. */
interface Outside {
  /** Where the maker of the sandbox finds what the machine has at a path. */
  at: (host: HostPath) => HostPath;
  /**
   * The argv that makes the sandbox, from one that does so as whoever we are.
   * @param options those of a bubblewrap around it, if there is one
   */
  around: (
    argv: readonly [string, ...string[]],
    options?: readonly string[],
  ) => [string, ...string[]];
  /** Whether there is a bubblewrap around it. */
  isAround: boolean;
}

/**
 * As an ordinary user a sandbox is made by ourselves. As root it is made by {@link BUILD_USER}, who is
 * root inside and nobody outside: no file, device or kernel setting of the machine is his. What he
 * needs is bound to a place that he can get to, since our cache may be in a folder closed to others;
 * and since root binds it, in a namespace that is not the sandbox's, what is read-only can't be made
 * writable by anything in there.
 * @param seen all that the sandbox sees of the machine
 */
export function outsideOf(
  seen: readonly Seen[],
  { path: bwrap }: Pick<Bubblewrap, 'path'>,
): Outside {
  if (!isRoot()) return { at: (host) => host, around: ([...argv]) => argv, isAround: false };
  const places = new Map<HostPath, HostPath>();
  const bound = seen.flatMap(({ host, access }, index) => {
    if (places.has(host)) return [];
    const place = hostPath(PLACE, String(index));
    places.set(host, place);
    return [access === 'read-only' ? '--ro-bind' : '--bind', host, place];
  });
  return {
    at: (host) => places.get(host) ?? host,
    // Nobody is told of the death of a parent who was another user: so it all ends with a namespace.
    around: (argv, options = []) => [
      ...([
        bwrap,
        '--die-with-parent',
        '--unshare-pid',
        ...options,
        '--dev-bind',
        '/',
        '/',
      ] as const),
      ...['--perms', '0711', '--tmpfs', PLACE, ...bound, '--chdir', '/', '--'],
      ...AS_BUILD_USER,
      ...argv,
    ],
    isAround: true,
  };
}

/** A folder that every machine has and that nothing here needs. */
const PLACE = '/mnt';

const AS_BUILD_USER = [
  ...['setpriv', `--reuid=${BUILD_USER}`, `--regid=${BUILD_USER}`, '--clear-groups'],
  ...['--inh-caps=-all', '--no-new-privs', '--'],
];
