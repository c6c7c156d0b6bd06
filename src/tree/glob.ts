import picomatch from 'picomatch';

/**
 * Whether a path relative to the tree's root matches one of the globs. `*` doesn't cross a slash, `**`
 * does, and both match dot files: in a tree of installed files they are files like any other.
 */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  return picomatch([...globs], { dot: true, nonegate: true });
}
