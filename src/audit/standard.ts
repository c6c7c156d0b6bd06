import nodePath from 'node:path';

const SEARCHED = /^\/(?:usr\/)?(?:include|lib(?:32|64|x32)?)(?:\/|$)/;
const SYSTEM =
  /^\/(?:usr\/(?!local(?:\/|$)|src(?:\/|$))|usr$|(?:bin|sbin|lib(?:32|64|x32)?|etc|var|run|dev|proc|sys)(?:\/|$))/;

/** Whether compilers and the loader look there by themselves, or below: `/usr/lib/x86_64-linux-gnu`. */
export function isSearchedDirectory(path: string): boolean {
  return SEARCHED.test(nodePath.posix.normalize(path));
}

/**
 * Whether a path belongs to the system that the tree is put into. `/usr/local` doesn't: it is where
 * software goes that was configured without a prefix.
 */
export function isSystemPath(path: string): boolean {
  return SYSTEM.test(nodePath.posix.normalize(path));
}
