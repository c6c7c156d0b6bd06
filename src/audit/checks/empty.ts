import type { Check } from '../check.js';

/** Notices an artifact with nothing in it. */
export const empty: Check = {
  id: 'empty',
  severity: 'error',
  summary: 'the artifact has files in it',
  explanation:
    'An install step that put everything elsewhere ends well, and so does one that had nothing to do. ' +
    'What is packed then is an archive of nothing, and whoever unpacks it learns so only at run time.',
  remedy:
    'Look at the log of the install step for where the files went: a build system that does not know ' +
    "DESTDIR or the prefix has to be told in another way, see the recipe's install. Perhaps prune " +
    'matches more than it should.',
  run: ({ entries }) => {
    if (entries.some(({ kind }) => kind !== 'directory')) return [];
    const content = entries.length === 0 ? 'nothing' : 'nothing but empty directories';
    return [{ path: '.', message: `has ${content} in it` }];
  },
};
