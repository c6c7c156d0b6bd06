import nodePath from 'node:path';

import { locate, type PathMap } from '../paths.js';
import { dropBuildDirectories } from './flags.js';

const QMAKE_BUILD = /^QMAKE_PRL_BUILD_DIR[ \t]*=[ \t]*(\S*)[ \t]*\r?\n?/gm;

/**
 * What tells other builds how to link: CMake's packages, qmake's `.prl`, and scripts such as
 * `bin/php-config`. Flags that search the build's own directories go, and so does qmake's note of where
 * the library was built.
 * @returns undefined for a text of another kind
 */
export function withoutBuild(path: string, text: string, map: PathMap): string | undefined {
  const name = nodePath.posix.basename(path);
  if (name.endsWith('.prl')) {
    const elsewhere = text.replace(QMAKE_BUILD, (line, directory: string) =>
      locate(directory, map).where === 'build' ? '' : line,
    );
    return dropBuildDirectories(elsewhere, map);
  }
  const isConfig = name.endsWith('-config') && text.startsWith('#!');
  return isConfig || name.endsWith('.cmake') ? dropBuildDirectories(text, map) : undefined;
}
