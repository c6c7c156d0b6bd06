import type { Draft } from '../draft.js';
import type { Applied } from './applied.js';

/**
 * Removes a file, a link or a folder. One that isn't there may have been removed already or never have
 * been there; which it is can't be seen, so that it is only noted.
 */
export async function applyRemoval(draft: Draft, path: string): Promise<Applied> {
  const name = draft.name(path);
  const found = await draft.find(path);
  if (found.kind === 'nothing') {
    return {
      kind: 'remove',
      path: name,
      changed: false,
      message: 'is not there',
      note: `${name} is to be removed, and is not there: it was removed already, or its name is wrong`,
    };
  }
  draft.remove(path);
  return {
    kind: 'remove',
    path: name,
    changed: true,
    message: found.kind === 'folder' ? 'folder removed' : 'removed',
  };
}
