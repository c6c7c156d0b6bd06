import { stat, statfs } from 'node:fs/promises';
import type { HostPath } from '../../path.js';
import type { Exceeded, Limits } from './limits.js';

/** One folder for each disk that these are on; what isn't there has none. */
export async function disksOf(folders: readonly HostPath[]): Promise<HostPath[]> {
  const disks = new Map<number, HostPath>();
  for (const folder of folders) {
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined && !disks.has(found.dev)) disks.set(found.dev, folder);
  }
  return [...disks.values()];
}

/** The first disk that has less free than it should; undefined when none has. */
export async function lackOfDisk(
  disks: readonly HostPath[],
  limits: Limits,
): Promise<Exceeded | undefined> {
  const { value } = limits['free-disk'];
  if (value === undefined) return undefined;
  for (const folder of disks) {
    const found = await statfs(folder).catch(() => undefined);
    if (found === undefined) continue;
    const free = found.bavail * found.bsize;
    if (free < value) return { limit: 'free-disk', value, free, folder };
  }
  return undefined;
}
