import type { Check } from '../check.js';
import { findPaths } from '../find-paths.js';

/** Searches names, link targets and contents for paths that exist only while building. */
export const prefixLeak: Check = {
  id: 'prefix-leak',
  severity: 'error',
  summary: 'no path of the build is left in a file, a name or a link',
  explanation:
    'A path that exists only while building leads nowhere on the platform: a library is not found, a ' +
    'script has no interpreter, a compiler is told to search a directory that anybody there could ' +
    'make. And it makes the bytes of the artifact depend on where it was built.',
  remedy:
    'Text that relocation does not know can be corrected in the recipe, in a step after install. For a ' +
    'path inside a binary, have the compiler not write it (-ffile-prefix-map, -Wl,-rpath), or prune ' +
    'the file; .pyc files have to be compiled again at the prefix. No string is patched inside a binary.',
  run: ({ root, entries, needles, signal }) =>
    findPaths({ root, entries, signal }, { paths: needles, called: 'build path' }),
};
