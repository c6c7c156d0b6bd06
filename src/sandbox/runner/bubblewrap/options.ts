import type { Bubblewrap } from './program.js';
import type { Command } from '../../command/sandbox.js';

/** bubblewrap's options that are the same whatever is seen inside: no right, no network, no way out. Pure. */
export function bubblewrapOptions(
  { disablesNamespaces }: Pick<Bubblewrap, 'disablesNamespaces'>,
  { uid, gid }: NonNullable<Command['user']> = { uid: 0, gid: 0 },
): string[] {
  return [
    ...['--unshare-all', '--unshare-user', ...(disablesNamespaces ? ['--disable-userns'] : [])],
    ...['--cap-drop', 'ALL', '--die-with-parent', '--hostname', 'stack'],
    ...['--uid', String(uid), '--gid', String(gid), '--clearenv'],
  ];
}
