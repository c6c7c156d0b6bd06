import { rewritePaths, type PathMap } from '../paths.js';
import { dropBuildDirectories } from './flags.js';

const FLAGS = /^(?:dependency_libs|inherited_linker_flags)='.*'$/gm;

/**
 * A libtool library description (`.la`) brought to the prefix: `libdir` and everything in
 * `dependency_libs`, which names other `.la` files by their whole path and directories in `-L` and
 * `-R`; those of the build's own directories go. `lib/../lib` stays as it is written: libtool compares
 * `libdir` as text.
 */
export function relocateLibtool(text: string, map: PathMap): string {
  return rewritePaths(
    text.replace(FLAGS, (line) => dropBuildDirectories(line, map)),
    map,
  );
}

/**
 * A libtool library description that no longer promises a static library which isn't there: with
 * `-static` libtool would look for it.
 * @param files names of the files beside the description
 */
export function dropMissingArchive(text: string, files: ReadonlySet<string>): string {
  return text.replace(/^old_library='(.+)'$/gm, (line, archive: string) =>
    files.has(archive) ? line : "old_library=''",
  );
}
