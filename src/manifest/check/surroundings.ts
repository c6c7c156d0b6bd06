import { lstat } from 'node:fs/promises';
import nodePath from 'node:path';
import { systemErrorCode } from '../../error.js';
import { globFault, matcher } from '../../pattern/index.js';
import { inHost, hostPath, type HostPath } from '../../path.js';
import { listTree, type Entry } from '../../tree/index.js';
import { loadPolicies, type Manifest, type Policies } from '../model/index.js';
import type { Surroundings } from './check.js';

/**
 * What is around a manifest: today, the files of the buildpack that it lies in, and what the policies
 * beside it say of how many versions there may be.
 * @throws BuilderError MANIFEST_INVALID when the policies are not valid
 */
export async function gatherSurroundings(
  { path }: Pick<Manifest, 'path'>,
  given: Pick<Surroundings, 'stacks' | 'records' | 'singleVersions'>,
): Promise<Surroundings> {
  return {
    singleVersions: singleVersionsIn(await loadPolicies(path)),
    ...given,
    today: new Date(),
    files: filesIn(hostPath(nodePath.dirname(path))),
  };
}

/** Dependencies of which all versions are one line (`line: any`) that keeps one (`keep: 1`). */
function singleVersionsIn({ dependencies }: Policies): string[] {
  return Object.entries(dependencies)
    .filter(([, { line, keep, all }]) => line === 'any' && keep === 1 && all !== true)
    .map(([name]) => name);
}

/**
 * Answers whether a pattern matches in a folder, as packagers take patterns: a file or a folder (`tests/`), or
 * a glob of a path or, without a slash, of a name anywhere.
 */
export function filesIn(folder: HostPath): (pattern: string) => Promise<boolean> {
  let listing: Promise<Entry[]> | undefined;
  return async (pattern) => {
    const path = nodePath.posix.normalize(pattern).replace(/\/$/, '');
    if (path === '.' || path === '..' || path.startsWith('../') || path.startsWith('/'))
      return false;
    if (await exists(inHost(folder, path))) return true;
    const glob = path.includes('/') ? path : `**/${path}`;
    if (globFault(glob) !== undefined) return false;
    // No link is followed: one may lead out, or in a circle.
    listing ??= listTree(folder);
    const matches = matcher([glob]);
    return (await listing).some(({ path: name }) => matches(name));
  };
}

async function exists(path: HostPath): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(systemErrorCode(error) ?? '')) return false;
    throw error;
  }
}
