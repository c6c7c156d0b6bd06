import { randomUUID } from 'node:crypto';
import { lchown, lstat, rename, symlink } from 'node:fs/promises';
import nodePath from 'node:path';

import { isRoot } from '../program/index.js';
import { inHost, type HostPath } from '../path.js';
import { locate, type PathMap } from './paths.js';

/** What is to be done with a symbolic link. */
type LinkDecision =
  | { action: 'keep' }
  /** It is absolute and leads into the tree: it must lead there wherever the tree is. */
  | { action: 'relink'; target: string }
  /** It leads out of the tree; `reason` says so, as the end of a sentence about the link. */
  | { action: 'warn'; reason: string };

/**
 * Decides what to do with a symbolic link. A link into the build's directories is kept as it is: no
 * new target is right, and the audit reports it.
 * @param path of the link, relative to the tree's root
 */
export function decideLink(path: string, target: string, map: PathMap): LinkDecision {
  const directory = nodePath.posix.dirname(path);
  if (!target.startsWith('/')) {
    const leadsTo = nodePath.posix.join(directory, target);
    return leadsTo === '..' || leadsTo.startsWith('../')
      ? { action: 'warn', reason: `leads out of the tree, to ${target}` }
      : { action: 'keep' };
  }
  const place = locate(target, map);
  if (place.where === 'build') return { action: 'keep' };
  if (place.where === 'outside') {
    return { action: 'warn', reason: `leads out of the tree, to ${place.path}` };
  }
  return {
    action: 'relink',
    target: nodePath.posix.relative(`/${directory}`, `/${place.path}`) || '.',
  };
}

/** Gives a link another target, in one step; a reader sees the old one or the new one. Its owner stays. */
export async function relink(root: HostPath, path: string, target: string): Promise<void> {
  const temporary = inHost(root, `${path}.${randomUUID()}`);
  const link = inHost(root, path);
  await symlink(target, temporary);
  if (isRoot()) {
    const { uid, gid } = await lstat(link);
    await lchown(temporary, uid, gid);
  }
  await rename(temporary, link);
}
