import nodePath from 'node:path';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { firstOf } from '../wording.js';

/** Finds names in one directory that some file systems take for the same. */
export const caseCollision: Check = {
  id: 'case-collision',
  severity: 'error',
  summary: 'no two names in a directory differ only in upper and lower case',
  explanation:
    'File systems of macOS and Windows take Name and name for the same file. Where the artifact is ' +
    'unpacked on one, to look into it or to build an image from it, one of the two silently replaces ' +
    'the other.',
  remedy: 'Prune the one that is not needed, or rename it in a step after install.',
  run: findCollisions,
};

function findCollisions({ entries }: Subject): Observation[] {
  const groups = new Map<string, string[]>();
  for (const { path } of entries) {
    // The directory counts as it is written: when it collides itself, its content need not be listed.
    const name = nodePath.posix.basename(path).normalize('NFC').toLowerCase();
    const key = `${nodePath.posix.dirname(path)}/${name}`;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return [...groups.values()].flatMap(([path, ...others]) =>
    path === undefined || others.length === 0
      ? []
      : [{ path, message: `differs from ${firstOf(others, 3)} only in upper and lower case` }],
  );
}
