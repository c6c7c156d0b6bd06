import prettyBytes from 'pretty-bytes';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';

/** Finds what a linker was to make something of. */
export const objectFile: Check = {
  id: 'object-file',
  severity: 'warning',
  summary: 'there are no object files',
  explanation:
    'An object file (.o) is what a compiler hands to the linker; no program loads it. It is in an artifact ' +
    'because something was installed that only its own build needs.',
  remedy: "Prune it: a glob under 'prune' in the recipe, such as **/*.o.",
  run: findObjects,
};

function findObjects({ elf, entries }: Subject): Observation[] {
  const sizes = new Map(
    entries.flatMap((entry) => (entry.kind === 'file' ? [[entry.path, entry.size]] : [])),
  );
  return elf
    .filter(({ type }) => type === 'relocatable')
    .map(({ path }) => ({
      path,
      message: `is an object file of ${prettyBytes(sizes.get(path) ?? 0)}`,
    }));
}
