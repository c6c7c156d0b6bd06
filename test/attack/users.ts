import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { isSealed, sealRoot } from '../../src/stack/root/seal.js';
import { testCache } from '../prepared-root.js';

/** Who runs binary-builder. */
export interface User {
  name: 'root' | 'an ordinary user';
  /** What starts a program as that user. */
  through: readonly string[];
}

/** Whoever runs the tests. */
export const ME: User = {
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
  t: ExecutionContext,
  user: User,
  { folder, cache }: { folder: HostPath; cache: HostPath },
): Promise<Record<string, string>> {
  // Sockets of engines are in it, and their paths may have no more than a hundred characters.
  const home = hostPath(await mkdtemp(path.join(os.tmpdir(), 'bb-')));
  t.teardown(async () => {
    await endPause(home);
    await execa('rm', ['-rf', home]);
  });
  if (user.through.length > 0) {
    await rm(inHost(cache, 'stacks'));
    await symlink(await stacksOfOrdinary(), inHost(cache, 'stacks'));
    await ownedByOrdinary(folder);
    await ownedByOrdinary(home);
  }
  return { HOME: home, XDG_RUNTIME_DIR: home };
}

/** Podman of an ordinary user leaves a process that holds his namespaces; its number is in a file. */
async function endPause(home: HostPath): Promise<void> {
  const { stdout } = await execa('find', [home, '-name', 'pause.pid'], { reject: false });
  for (const file of stdout.split('\n').filter((line) => line !== '')) {
    const pid = Number(await readFile(file, 'utf8'));
    if (pid > 1) process.kill(pid);
  }
}

/** The roots that are ready, once more, as if the ordinary user had made them; it would take him minutes. */
async function stacksOfOrdinary(): Promise<HostPath> {
  const [from, to] = [inHost(testCache, 'stacks'), inHost(testCache, `stacks-of-${ORDINARY}`)];
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const [source, target] = [inHost(from, name), inHost(to, name)];
    if (!existsSync(inHost(source, 'root.seal'))) continue;
    if (await isSealed(inHost(target, 'root'), inHost(target, 'root.seal'))) continue;
    await execa('rm', ['-rf', target]);
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

async function ownedByOrdinary(what: HostPath): Promise<void> {
  await execa('chown', ['--recursive', '--no-dereference', `${ORDINARY}:${ORDINARY}`, what]);
}
