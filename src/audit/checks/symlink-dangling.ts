import nodePath from 'node:path';
import { printable } from '../../text/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { treePaths } from '../tree-paths.js';

/** Follows every relative link within the tree. */
export const symlinkDangling: Check = {
  id: 'symlink-dangling',
  severity: 'error',
  summary: 'every symbolic link leads to something in the tree',
  explanation:
    'A link to nothing looks like a file in a listing, and fails when it is used: a library that the ' +
    'loader does not find, a program that does not start. It is often left behind when the file that ' +
    'it leads to was pruned or renamed.',
  remedy: 'Prune the link together with its target, or correct it in a step after install.',
  run: findDangling,
};

function findDangling({ entries, prefix }: Subject): Observation[] {
  const paths = treePaths(entries, prefix);
  return entries.flatMap((entry) => {
    if (entry.kind !== 'link' || entry.target.startsWith('/')) return [];
    const { path, target } = entry;
    const end = paths.follow(`${nodePath.posix.dirname(path)}/${target}`).at;
    // One that leaves the tree belongs to unsafe-path.
    if (end === 'entry' || end === 'outside') return [];
    const fault = end === 'circle' ? 'which leads in a circle' : "which the tree doesn't have";
    return [{ path, message: `is a link to ${printable(target)}, ${fault}` }];
  });
}
