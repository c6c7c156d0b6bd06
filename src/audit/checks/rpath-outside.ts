import nodePath from 'node:path';
import type { GuestPath } from '../../path.js';
import type { Check } from '../check.js';

/** Looks where binaries have the loader search for libraries. */
export const rpathOutside: Check = {
  id: 'rpath-outside',
  severity: 'error',
  summary: 'binaries look for libraries in the artifact only',
  explanation:
    'A binary can carry directories in which the loader searches for libraries before it searches its ' +
    'own (RPATH or RUNPATH). One outside of the artifact is not there on the platform, or holds something ' +
    'else than where it was built; and whoever can write there, or decide in which directory a program ' +
    'is started, can put a library of his own into it.',
  remedy:
    "Have the linker write directories relative to the binary: -Wl,-rpath,'$ORIGIN/../lib'. Or keep it " +
    'from writing any: libtool and CMake have options for that, and relocation adds what is missing.',
  run: ({ elf, prefix }) =>
    elf.flatMap(({ path, dynamic }) =>
      [
        { tag: 'RPATH', entries: dynamic?.rpath ?? [] },
        { tag: 'RUNPATH', entries: dynamic?.runpath ?? [] },
      ].flatMap(({ tag, entries }) => {
        // One that is empty as a whole is the same as none.
        if (entries.join('') === '' && entries.length < 2) return [];
        return entries.flatMap((entry) => {
          const fault = faultOf(entry, nodePath.posix.dirname(path), prefix);
          return fault === undefined ? [] : [{ path, message: `has ${fault}`.replace('@', tag) }];
        });
      }),
    ),
};

const ORIGIN = /^\$(?:ORIGIN|\{ORIGIN\})(?=\/|$)/;

/** What is wrong with an entry, `@` standing for the name of the list; undefined when nothing is. */
function faultOf(entry: string, directory: string, prefix: GuestPath): string | undefined {
  if (entry === '') {
    return 'an empty entry in its @: any directory that it is started in is searched';
  }
  if (ORIGIN.test(entry)) {
    const place = nodePath.posix.join(directory, entry.replace(ORIGIN, '.'));
    if (place !== '..' && !place.startsWith('../')) return undefined;
    return `${entry} in its @, which leads out of the artifact`;
  }
  if (!entry.startsWith('/')) {
    return `${entry} in its @, which is relative to any directory that it is started in`;
  }
  const inside = !nodePath.posix.relative(prefix, entry).startsWith('..');
  return inside ? undefined : `${entry} in its @, which is outside of ${prefix}`;
}
