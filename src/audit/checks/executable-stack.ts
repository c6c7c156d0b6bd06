import { isLoadable } from '../../elf/index.js';
import type { Check } from '../check.js';

/** Looks at what binaries say of their stack (PT_GNU_STACK). */
export const executableStack: Check = {
  id: 'executable-stack',
  severity: 'warning',
  summary: 'no binary makes the stack executable',
  explanation:
    'The stack holds data, and the processor refuses to run it as code, which stops the oldest kind of ' +
    'attack. One binary that asks for an executable stack, or fails to say that it needs none, takes this ' +
    'protection from the whole process; newer loaders refuse such a library.',
  remedy:
    'Nearly always it is a file in assembler without the line .section .note.GNU-stack,"",@progbits, or a ' +
    'function within a function in C. If neither can be changed, link with -Wl,-z,noexecstack.',
  run: ({ elf }) =>
    elf
      .filter((file) => isLoadable(file) && file.stack !== 'plain')
      .map(({ path, stack }) => ({
        path,
        message:
          stack === 'executable'
            ? 'asks for a stack that can be run as code'
            : "doesn't say whether its stack may be run as code",
      })),
};
