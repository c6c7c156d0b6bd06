import { readdir, readFile, rmdir } from 'node:fs/promises';
import { inHost, type HostPath } from '../../../path.js';
import { cgroupCandidates, type Candidate } from './place.js';
import { isAlive, ownerOf, ownSelf } from './name.js';

/** A cgroup in which ours are made. */
export interface Parent extends Candidate {
  /** Bytes that ours may not exceed since we may not: where they lie beside our own. */
  readonly ceiling: number | undefined;
}

/** The parents for our cgroups, one for each hierarchy, and of which each controller is set in one. */
export async function parentsFor(cgroup: string, mountinfo: string): Promise<Parent[]> {
  const parents: Parent[] = [];
  for (const candidate of cgroupCandidates(cgroup, mountinfo)) {
    const taken = parents.flatMap(({ controllers }) => controllers);
    const offered =
      candidate.version === 1 ? candidate.controllers : await delegated(candidate.folder);
    const controllers = candidate.controllers.filter(
      (controller) => offered.includes(controller) && !taken.includes(controller),
    );
    if (controllers.length === 0) continue;
    const beside = candidate.folder !== candidate.own;
    const ceiling = beside ? await numberIn(inHost(candidate.own, 'memory.max')) : undefined;
    parents.push({ ...candidate, controllers, ceiling });
  }
  return parents;
}

/** What cgroups below one of version 2 may set. */
async function delegated(folder: HostPath): Promise<string[]> {
  const text = await textOf(inHost(folder, 'cgroup.subtree_control'));
  return text?.trim().split(' ') ?? [];
}

async function numberIn(file: HostPath): Promise<number | undefined> {
  const text = (await textOf(file))?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The text of a file of the kernel's; undefined for one that isn't there. */
export async function textOf(file: HostPath | '/proc/self/cgroup' | '/proc/self/mountinfo') {
  return await readFile(file, 'utf8').catch(() => undefined);
}

/** Removes cgroups that a process left which died before it could. */
export async function removeStale(parents: readonly Pick<Parent, 'folder'>[]): Promise<void> {
  const self = await ownSelf();
  for (const { folder } of parents) {
    for (const name of await readdir(folder).catch(() => [])) {
      const owner = ownerOf(name);
      if (owner === undefined || (await isAlive(owner, self))) continue;
      // One that has processes stays, and so does one that another process removes right now.
      await rmdir(inHost(folder, name)).catch(() => undefined);
    }
  }
}
