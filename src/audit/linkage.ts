import nodePath from 'node:path';
import { inNumericOrder } from '../version/index.js';
import type { Subject } from './check.js';

/** Where a library that a binary asks for comes from. */
export interface Link {
  name: string;
  from: 'artifact' | 'stack' | 'missing';
  /** Relative to the tree's root for one of the artifact, absolute for one of the stack. */
  path?: string;
}

/** A binary of the tree with the libraries that it asks for, in its own order. */
export interface Linkage {
  path: string;
  needed: Link[];
}

type Linked = Pick<Subject, 'elf' | 'libraries' | 'stack'>;

/**
 * Finds each library that a tree's binaries ask for: in the tree, else in the stack. The tree comes
 * first because its RPATHs do.
 */
export function linkageOf(subject: Linked): Linkage[] {
  return subject.elf.flatMap(({ path, dynamic }) =>
    dynamic === undefined || dynamic.needed.length === 0
      ? []
      : [{ path, needed: dynamic.needed.map((name) => resolveLibrary(name, subject)) }],
  );
}

/** Finds one library by the name that a binary has for it. */
export function resolveLibrary(name: string, { libraries, stack }: Omit<Linked, 'elf'>): Link {
  const [home] = [...(libraries.get(name) ?? [])].sort((a, b) => a.length - b.length);
  if (home !== undefined) {
    return { name, from: 'artifact', path: nodePath.posix.join(home, name) };
  }
  const offered = stack.libraries.find((library) => library.name === name);
  return offered === undefined
    ? { name, from: 'missing' }
    : { name, from: 'stack', path: offered.path };
}

/** The newest version of the C library's symbols that a tree's binaries need: `2.34`, or null. */
export function newestGlibc({ elf }: Pick<Subject, 'elf'>): string | null {
  const versions = elf
    .flatMap(({ needs }) => needs.flatMap((need) => need.versions))
    .flatMap((version) => /^GLIBC_(\d+(?:\.\d+)+)$/.exec(version)?.[1] ?? []);
  return versions.sort(inNumericOrder).at(-1) ?? null;
}
