import nodePath from 'node:path';

import { rewritePaths, type PathMap } from '../paths.js';
import { withoutBuild } from './build-description.js';
import { dropMissingArchive, relocateLibtool } from './libtool.js';
import { relocatePkgConfig } from './pkg-config.js';
import { relocateScript } from './script.js';

/** What a text change may know of the tree that the text is in. */
export interface TextContext {
  readonly map: PathMap;
  /** Names of the files in a directory, given relative to the tree's root; `.` for the root. */
  readonly filesIn: (directory: string) => ReadonlySet<string>;
}

/** Brings one text file to the prefix, by what its name and first line say that it is. */
export function relocateText(path: string, text: string, tree: TextContext): string {
  if (path.endsWith('.la')) {
    const files = tree.filesIn(nodePath.posix.dirname(path));
    return dropMissingArchive(relocateLibtool(text, tree.map), files);
  }
  if (path.endsWith('.pc')) return relocatePkgConfig(text, tree.map);
  const plain = withoutBuild(path, text, tree.map) ?? text;
  if (plain.startsWith('#!')) return relocateScript(plain, tree.map, tree.filesIn('bin'));
  return rewritePaths(plain, tree.map);
}
