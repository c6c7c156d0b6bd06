import { lstat, opendir } from 'node:fs/promises';
import { inHost, type HostPath } from '../../path.js';

/** Without those that lie in another one of them, on the way to which a command could put a link. Pure. */
export function outermost(folders: readonly HostPath[]): HostPath[] {
  return folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}/`)));
}

/** Whether below these folders is a file of just this size. No link is followed; what can't be read has none. */
export async function hasFileOfSize(folders: readonly HostPath[], size: number): Promise<boolean> {
  const left = [...folders];
  for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
    const entries = await opendir(folder).catch(() => undefined);
    if (entries === undefined) continue;
    for await (const entry of entries) {
      const path = inHost(folder, entry.name);
      if (entry.isDirectory()) left.push(path);
      else if (entry.isFile() && (await lstat(path).catch(() => undefined))?.size === size)
        return true;
    }
  }
  return false;
}
