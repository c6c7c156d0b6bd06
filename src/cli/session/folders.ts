import { hostPath, type HostPath } from '../../path.js';
import { PACKAGE } from './package.js';

/** The options that say where recipes and stacks are. */
export interface FolderOptions {
  recipesDir?: string | undefined;
  stacksDir?: string | undefined;
}

/** Where recipes are looked for, the first before the others. */
export function recipeFolders({ recipesDir }: FolderOptions): HostPath[] {
  return foldersOf('recipes', recipesDir);
}

/** Where stacks are looked for, the first before the others. */
export function stackFolders({ stacksDir }: FolderOptions): HostPath[] {
  return foldersOf('stacks', stacksDir);
}

function foldersOf(kind: string, named: string | undefined): HostPath[] {
  return [...new Set([hostPath(named ?? kind), hostPath(PACKAGE, kind)])];
}
