import { locate, type PathMap } from '../paths.js';

/** Linker flags that name a directory to search: `-L`, libtool's `-R`, and run paths for the linker. */
const DIRECTORY_FLAG = /(^|[\s=':])(?:-L|-R|-Wl,-rpath(?:-link)?[,=])(\/[^\s'",]+)/gm;

/**
 * Linker flags without those that search a directory of the build: nothing will be there, and another
 * user's file of that name could be. White space around what stays is kept.
 */
export function dropBuildDirectories(flags: string, map: PathMap): string {
  return flags.replace(DIRECTORY_FLAG, (flag: string, before: string, directory: string) => {
    if (locate(directory, map).where !== 'build') return flag;
    return before.trim();
  });
}
