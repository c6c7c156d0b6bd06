/**
 * bubblewrap's arguments for a sandbox that has all that ours have, over the machine's own root: a
 * trial that needs no root of a stack.
 */
export const TRIAL: readonly string[] = [
  ...['--unshare-all', '--die-with-parent', '--uid', '0', '--gid', '0'],
  ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'],
  'true',
];
