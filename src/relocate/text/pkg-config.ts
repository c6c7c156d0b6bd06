import { rewritePaths, type PathMap } from '../paths.js';
import { dropBuildDirectories } from './flags.js';

const DEFINITION = /^[ \t]*([\w.]+)[ \t]*=/gm;
const LIBS = /^Libs(?:\.private)?:.*$/gm;
/** `$(name)`, unless the dollar sign is itself escaped by another. */
const ROUND_REFERENCE = /(?<!\$)\$\(([\w.]+)\)/g;

/**
 * A pkg-config file (`.pc`) brought to the prefix, in every variable and field, without linker flags
 * that lead into the build. A make-style reference to one of the file's own variables, as in libffi
 * 3.1's `toolexeclibdir=$(libdir)/../lib`, becomes `${libdir}`, which is the only form that pkg-config
 * resolves.
 */
export function relocatePkgConfig(text: string, map: PathMap): string {
  const variables = new Set(Array.from(text.matchAll(DEFINITION), ([, name]) => name));
  const resolvable = text.replace(ROUND_REFERENCE, (reference, name: string) =>
    variables.has(name) ? `\${${name}}` : reference,
  );
  return rewritePaths(
    resolvable.replace(LIBS, (line) => dropBuildDirectories(line, map)),
    map,
  );
}
