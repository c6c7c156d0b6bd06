import { lstat, readlink } from 'node:fs/promises';
import { systemErrorCode } from '../error.js';
import { inHost, type HostPath } from '../path.js';

/** The first link on the way from a folder to something below it; the thing itself counts too. */
interface LinkOnTheWay {
  /** Relative to the folder. */
  path: string;
  target: string;
}

/**
 * Looks whether a way below a folder leads through links, which would lead whoever goes it to wherever
 * their maker likes. Nobody may be able to change the way meanwhile.
 * @param way components, none of them empty, `.` or `..`
 * @returns undefined when there is none, also when the way ends before its end
 */
export async function linkOnTheWay(
  base: HostPath,
  way: readonly string[],
): Promise<LinkOnTheWay | undefined> {
  for (const depth of way.keys()) {
    const path = way.slice(0, depth + 1).join('/');
    const at = inHost(base, path);
    const stats = await lstat(at).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return undefined;
      throw error;
    });
    if (stats === undefined) return undefined;
    if (stats.isSymbolicLink()) return { path, target: await readlink(at) };
  }
  return undefined;
}
