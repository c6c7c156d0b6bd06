import nodePath from 'node:path';

import type { Entry } from '../tree/index.js';

/**
 * The libraries of a tree: for each file name under which the loader could find one, the directories
 * that have it, `.` for the root. The loader looks for names of files and never for sonames, so a link counts if it leads
 * to a library of the tree, and a soname without a file of that name doesn't.
 * @param elf paths of the tree's shared objects
 */
export function librariesOf(
  entries: readonly Entry[],
  elf: ReadonlySet<string>,
): Map<string, string[]> {
  const links = new Map<string, string>();
  for (const entry of entries) if (entry.kind === 'link') links.set(entry.path, entry.target);

  const libraries = new Map<string, string[]>();
  for (const { path } of entries) {
    if (!leadsTo(path, elf, links)) continue;
    const name = nodePath.posix.basename(path);
    libraries.set(name, [...(libraries.get(name) ?? []), nodePath.posix.dirname(path)]);
  }
  return libraries;
}

/** Whether a path is one of these files, or a chain of links within the tree that ends at one. */
function leadsTo(
  start: string,
  files: ReadonlySet<string>,
  links: ReadonlyMap<string, string>,
): boolean {
  let path = start;
  for (let steps = 0; steps < 8; steps += 1) {
    if (files.has(path)) return true;
    const target = links.get(path);
    if (target === undefined || target.startsWith('/')) return false;
    path = nodePath.posix.join(nodePath.posix.dirname(path), target);
  }
  return false;
}
