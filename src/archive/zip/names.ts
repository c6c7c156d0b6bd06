import { partsOf } from '../tar/index.js';

/**
 * What is wrong with a member's name or a link's target for a zip that every program reads alike;
 * whether it leads out of the tree is for the tree to tell.
 * @param nameBytes the most bytes that either may have
 */
export function nameFault(
  { path, target = '' }: { readonly path: string; readonly target?: string | undefined },
  nameBytes: number,
): string | undefined {
  // Programs on some systems take it for a slash.
  if (path.includes('\\')) return 'its path has a backslash in it';
  if (/^[a-z]:\//i.test(path)) return 'its path is absolute';
  if (Buffer.byteLength(path) > nameBytes) return `its path has more than ${nameBytes} bytes`;
  if (Buffer.byteLength(target) > nameBytes) {
    return `it is a link to a path of more than ${nameBytes} bytes`;
  }
  return undefined;
}

/** A path without doubled slashes, `.`, and a slash at its end. */
export function plainPath(path: string): string {
  return partsOf(path).join('/');
}
