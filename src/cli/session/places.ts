import type { Places } from '../../builder/order/index.js';
import { cacheRoot } from '../../store/index.js';
import { recipeFolders, stackFolders, type FolderOptions } from './folders.js';

/** Where a command looks for things: the folders that were named, the working directory, the package. */
export function placesOf(options: FolderOptions): Places {
  return {
    recipes: recipeFolders(options),
    stacks: stackFolders(options),
    cache: cacheRoot(process.env),
  };
}
