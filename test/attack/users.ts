import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { execa } from 'execa';
import { inHost, type HostPath } from '../../src/path.js';
import { sealRoot } from '../../src/stack/seal.js';
import { testCache } from '../prepared-root.js';

/** Who runs binary-builder. */
export interface User {
  name: 'root' | 'an ordinary user';
  /** What starts a program as that user. */
  through: readonly string[];
}

const ME: User = {
  name: process.getuid?.() === 0 ? 'root' : 'an ordinary user',
  through: [],
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
            ...['--inh-caps=-all', '--'],
          ],
        },
      ]
    : [ME];

/**
 * Gives a folder with all that is in it to a user, and a cache in it roots that are his.
 * @returns variables that his programs need
 */
export async function giveTo(
  user: User,
  folder: HostPath,
  cache: HostPath,
): Promise<Record<string, string>> {
  const home = inHost(folder, 'home-of-user');
  await mkdir(home, { mode: 0o700 });
  if (user.through.length > 0) {
    await rm(inHost(cache, 'stacks'));
    await symlink(await stacksOfOrdinary(), inHost(cache, 'stacks'));
    await ownedByOrdinary(folder);
  }
  return { HOME: home, XDG_RUNTIME_DIR: home };
}

/** The roots that are ready, once more, as if the ordinary user had made them; it would take him minutes. */
async function stacksOfOrdinary(): Promise<HostPath> {
  const [from, to] = [inHost(testCache, 'stacks'), inHost(testCache, `stacks-of-${ORDINARY}`)];
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const [source, target] = [inHost(from, name), inHost(to, name)];
    if (existsSync(target) || !existsSync(inHost(source, 'root.seal'))) continue;
    const partial = inHost(to, `${name}.${process.pid}`);
    await execa('cp', ['--archive', source, partial]);
    await ownedByOrdinary(partial);
    await sealRoot(inHost(partial, 'root'), inHost(partial, 'root.seal'));
    await ownedByOrdinary(inHost(partial, 'root.seal'));
    // Another test may have been faster.
    await rename(partial, target).catch(() => rm(partial, { recursive: true }));
  }
  await execa('chown', [`${ORDINARY}:${ORDINARY}`, to]);
  return to;
}

async function ownedByOrdinary(path: HostPath): Promise<void> {
  await execa('chown', ['--recursive', '--no-dereference', `${ORDINARY}:${ORDINARY}`, path]);
}
