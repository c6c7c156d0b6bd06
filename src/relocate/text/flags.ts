import { locate, type PathMap } from '../paths.js';

/** Linker flags that name a directory to search: `-L`, libtool's `-R`, and run paths for the linker. */
const FLAG = String.raw`(?:-L|-R|-Wl,-rpath(?:-link)?[,=])(\/[^\s'",;>]+)`;
const DIRECTORY_FLAG = new RegExp(String.raw`(^|[\s=':"])${FLAG};?`, 'gm');
/** One that is not the first of a list of CMake's, whose items have semicolons between them. */
const FURTHER_ITEM = new RegExp(`;${FLAG}`, 'g');

/**
 * Linker flags without those that search a directory of the build: nothing will be there, and another
 * user's file of that name could be. White space around what stays is kept.
 */
export function dropBuildDirectories(flags: string, map: PathMap): string {
  const isOfBuild = (directory: string) => locate(directory, map).where === 'build';
  return flags
    .replace(FURTHER_ITEM, (item: string, directory: string) => (isOfBuild(directory) ? '' : item))
    .replace(DIRECTORY_FLAG, (flag: string, before: string, directory: string) =>
      isOfBuild(directory) ? before.trim() : flag,
    );
}
