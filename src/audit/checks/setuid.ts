import type { Check } from '../check.js';

/** Finds programs that run as somebody else than who starts them. */
export const setuid: Check = {
  id: 'setuid',
  severity: 'error',
  summary: 'no file runs with the rights of its owner or group (setuid, setgid)',
  explanation:
    'Such a program runs with the rights of whoever owns the file. What owner it gets is decided where ' +
    'the artifact is unpacked, often root: then anybody there may use every fault in it to become root.',
  remedy:
    'Have install not set the bit, or clear it in a step after install: chmod u-s,g-s FILE. Programs ' +
    'that need more rights belong into the stack.',
  run: ({ entries }) =>
    entries
      .filter((entry) => entry.kind === 'file')
      .flatMap(({ path, mode }) => {
        const bits = [(mode & 0o4000) !== 0 && 'setuid', (mode & 0o2000) !== 0 && 'setgid'];
        const set = bits.filter((bit) => bit !== false);
        return set.length === 0 ? [] : [{ path, message: `has ${set.join(' and ')} set` }];
      }),
};
