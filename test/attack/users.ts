import { mkdir } from 'node:fs/promises';
import { execa } from 'execa';
import { inHost, type HostPath } from '../../src/path.js';

/** Who runs binary-builder. */
export interface User {
  name: 'root' | 'an ordinary user';
  /** What starts a program as that user. */
  through: readonly string[];
  /** Variables that its programs need. */
  env: Readonly<Record<string, string>>;
}

const ME: User = {
  name: process.getuid?.() === 0 ? 'root' : 'an ordinary user',
  through: [],
  env: {},
};

/** Nobody's number on this machine. */
const ORDINARY = '61234';

/** Who can be had here: whoever runs the tests, and as root an ordinary user too. */
export const users: readonly User[] =
  ME.name === 'root'
    ? [
        ME,
        {
          name: 'an ordinary user',
          through: [
            ...['setpriv', `--reuid=${ORDINARY}`, `--regid=${ORDINARY}`, '--clear-groups'],
            '--',
          ],
          env: {},
        },
      ]
    : [ME];

/** Gives a folder with all that is in it to a user, with a home to be `HOME` and all folders of that kind. */
export async function giveTo(user: User, folder: HostPath): Promise<User> {
  const home = inHost(folder, 'home-of-user');
  await mkdir(home, { mode: 0o700 });
  if (user.through.length > 0) {
    await execa('chown', ['--recursive', '--no-dereference', `${ORDINARY}:${ORDINARY}`, folder]);
  }
  return { ...user, env: { HOME: home, XDG_RUNTIME_DIR: home } };
}
