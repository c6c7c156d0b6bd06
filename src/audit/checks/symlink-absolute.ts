import { printable } from '../../text/index.js';
import type { Check } from '../check.js';

/** Finds links with absolute targets. */
export const symlinkAbsolute: Check = {
  id: 'symlink-absolute',
  severity: 'error',
  summary: 'every symbolic link is relative',
  explanation:
    "The platform's unpacker refuses an archive with an absolute link, since such a link may lead " +
    'anywhere in the system that unpacks it. And it breaks as soon as the tree is put elsewhere.',
  remedy:
    'Relocation makes links into the tree relative. What is left leads out of it: have the recipe copy ' +
    'the file instead, link to it with a relative path, or remove the link.',
  run: ({ entries }) =>
    entries
      .filter((entry) => entry.kind === 'link')
      .filter(({ target }) => target.startsWith('/'))
      .map(({ path, target }) => ({
        path,
        message: `is a link to the absolute path ${printable(target)}`,
      })),
};
