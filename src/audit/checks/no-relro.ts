import { isLoadable } from '../../elf/index.js';
import type { Check } from '../check.js';

/** Looks for the segment that is made read-only after loading (PT_GNU_RELRO). */
export const noRelro: Check = {
  id: 'no-relro',
  severity: 'warning',
  summary: 'what the loader fills in becomes read-only',
  explanation:
    'The loader writes the addresses of functions into tables of a binary. Whoever can overwrite them ' +
    'decides what is called; so linkers mark them to be made read-only as soon as they are filled in ' +
    '(RELRO). This binary was linked without that.',
  remedy:
    'Every linker of the last fifteen years does it unasked: find -z norelro in the flags of the source, ' +
    'or a binary that was not linked here. -Wl,-z,relro asks for it.',
  run: ({ elf }) =>
    elf
      .filter((file) => isLoadable(file) && file.dynamic !== undefined && !file.relro)
      .map(({ path }) => ({ path, message: 'leaves the tables of its functions writable' })),
};
