import type { Check } from '../check.js';

/** Looks for code that the loader has to write to (DT_TEXTREL). */
export const textRelocations: Check = {
  id: 'text-relocations',
  severity: 'warning',
  summary: 'no code has to be changed when it is loaded',
  explanation:
    'Code that can be loaded at any address needs no change; then its pages are shared between processes ' +
    'and never writable. In this binary the loader has to write addresses into the code: it takes memory ' +
    'in each process, and hardened kernels refuse it.',
  remedy:
    'Compile with -fPIC what goes into a library; a static library or a file in assembler may be the ' +
    'part that was not. -Wl,-z,text makes the linker name it.',
  run: ({ elf }) =>
    elf
      .filter((file) => file.textRelocations)
      .map(({ path }) => ({ path, message: 'has code that the loader must write to' })),
};
