import prettyBytes from 'pretty-bytes';
import type { Check } from '../check.js';

/** Finds libraries that only a linker reads. */
export const staticArchive: Check = {
  id: 'static-archive',
  severity: 'warning',
  summary: 'there are no static libraries',
  explanation:
    'A static library (.a) is copied into programs when they are linked; no program loads it. It is often ' +
    'the largest file of all, and what is linked with it keeps its faults when the library is updated.',
  remedy:
    'Configure with --disable-static or the like, which also halves the time to compile, or prune it: a ' +
    "glob under 'prune' in the recipe, such as **/*.a.",
  run: ({ entries }) =>
    entries.flatMap((entry) =>
      entry.kind === 'file' && entry.path.endsWith('.a')
        ? [{ path: entry.path, message: `is a static library of ${prettyBytes(entry.size)}` }]
        : [],
    ),
};
