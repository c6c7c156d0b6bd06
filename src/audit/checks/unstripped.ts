import prettyBytes from 'pretty-bytes';
import { isLoadable, type ElfDetails } from '../../elf/index.js';
import type { Check } from '../check.js';

const DEBUG = /^\.z?debug_/;
const TABLE = /^\.(?:symtab|strtab)$/;

/** Finds what only debuggers and linkers read. */
export const unstripped: Check = {
  id: 'unstripped',
  severity: 'warning',
  summary: 'programs and libraries are without debug information and symbol tables',
  explanation:
    'Debug information and the table of all symbols are for debuggers; nothing reads them when a program ' +
    'runs. They often make a binary several times as large, and each deployment moves all of it.',
  remedy:
    "Leave stripping on in the recipe, and name only files under 'keep-symbols' whose symbols somebody " +
    'needs on the platform.',
  run: ({ elf }) =>
    elf.flatMap((file) => {
      const { path, symbols } = file;
      // An object's symbol table is what it is linked by.
      const table = symbols.table && isLoadable(file);
      if (!symbols.debug && !table) return [];
      const parts = [
        ...(symbols.debug ? [`debug information (${sizeOf(file, DEBUG)})`] : []),
        ...(table ? [`a table of all its symbols (${sizeOf(file, TABLE)})`] : []),
      ];
      return [{ path, message: `has ${parts.join(' and ')}` }];
    }),
};

function sizeOf({ sections }: ElfDetails, names: RegExp): string {
  const sizes = sections.map(({ name, size }) => (names.test(name) ? size : 0));
  return prettyBytes(sizes.reduce((sum, size) => sum + size, 0));
}
