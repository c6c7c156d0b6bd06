import { lstat, mkdir, readdir, readlink, rm, rmdir, symlink } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError, reasonOf, systemErrorCode } from '../../../error.js';
import { GUEST, guestPath, hostPath, type HostPath, inHost } from '../../../path.js';
import { alternatives } from '../../../text/index.js';
import type { Mount } from '../../command/sandbox.js';

/**
 * Makes mounts seen on the machine itself, each as a symbolic link at its guest path, while `fn`
 * runs. A link of ours that a killed process left is replaced. Where a folder of somebody is in the place of
 * a work directory, as a checkout at /binary-builder is, each entry of ours is shown in that folder.
 * @param machine `ours`: links into this folder are ours; `isolating`: see `Surroundings`
 * @throws BuilderError SANDBOX_FAILED when a place is taken or can't be written to
 */
export async function withLinks<T>(
  mounts: readonly Mount[],
  machine: { ours: HostPath; isolating: readonly string[] },
  fn: () => Promise<T>,
): Promise<T> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const { host, guest } of await placed(mounts)) {
      const place = hostPath(guest);
      if (place === host) continue;
      await clear(place, machine);
      await explaining(place, async () => {
        const made = await mkdir(nodePath.dirname(place), { recursive: true });
        if (made !== undefined) undo.unshift(() => removeEmpty(nodePath.dirname(place), made));
        await symlink(host, place);
      });
      undo.unshift(() => rm(place, { force: true }));
    }
    return await fn();
  } finally {
    for (const step of undo) await step();
  }
}

/** The mounts as they are shown, those first that others may lie in. */
async function placed(mounts: readonly Mount[]): Promise<Pick<Mount, 'host' | 'guest'>[]> {
  const sorted = mounts.toSorted((a, b) => (a.guest < b.guest ? -1 : 1));
  const all = await Promise.all(
    sorted.map(async (mount) => {
      if (mount.guest !== GUEST.root || !(await isTaken(hostPath(mount.guest)))) return [mount];
      const names = await readdir(mount.host);
      return names.sort().map((name) => ({
        host: inHost(mount.host, name),
        guest: guestPath(mount.guest, name),
      }));
    }),
  );
  return all.flat();
}

/** Whether there is a folder with something in it. */
async function isTaken(place: HostPath): Promise<boolean> {
  const stats = await lstat(place).catch(() => undefined);
  return (stats?.isDirectory() ?? false) && (await readdir(place)).length > 0;
}

/** Makes room for a link: takes away an empty directory or a link of ours, nothing else. */
async function clear(
  place: HostPath,
  { ours, isolating }: { ours: HostPath; isolating: readonly string[] },
): Promise<void> {
  const stats = await lstat(place).catch(() => undefined);
  if (stats === undefined) return;
  if (stats.isSymbolicLink() && isInside(await readlink(place), ours)) {
    await explaining(place, () => rm(place));
    return;
  }
  if (stats.isDirectory()) {
    try {
      await rmdir(place);
      return;
    } catch {
      // Not empty: somebody's.
    }
  }
  throw new BuilderError(
    'SANDBOX_FAILED',
    `${place} is taken, and the runner host needs that path`,
    {
      hint: `Move it away, or use another runner: ${alternatives(isolating)}.`,
    },
  );
}

function isInside(path: string, folder: HostPath): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Removes the directories that were made for a link, lowest first, as long as they are empty. */
async function removeEmpty(lowest: string, highest: string): Promise<void> {
  for (let path = lowest; path.length >= highest.length; path = nodePath.dirname(path)) {
    await rmdir(path).catch(() => undefined);
  }
}

async function explaining<T>(place: HostPath, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    throw new BuilderError(
      'SANDBOX_FAILED',
      `the runner host can't make ${place}: ${reasonOf(error)}`,
      { hint: 'Run as root inside a container, or use another runner.', cause: error },
    );
  }
}
