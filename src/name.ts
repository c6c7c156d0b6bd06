/*
 * The one rule for names that come from somebody's file and become files, folders, arguments or
 * variables of ours. `name-schema.ts` has it as the words of schemas.
 */

/** Bytes that file systems give to the name of one file. */
const LONGEST_PART = 255;

/** Bytes of a whole path; Linux takes 4095, of which the folders above need some. */
const LONGEST_PATH = 2048;

/** Characters of a word: three of them, with what is put between and behind, are one folder's name. */
export const LONGEST_WORD = 64;

/** Characters of an artifact's file name: `.build.json` and the marks of a file half written come behind it. */
export const LONGEST_FILE_NAME = 200;

/** The name of a recipe, an artifact, an option; never an option of a program, a path or a hidden file. */
export const WORD = /^[a-z0-9][a-z0-9.+_-]*$/;

/** In a folder of stacks, what is no stack, but names those of others: see docs/stacks.md. */
export const STACK_NAMES_FILE = 'names.yml';

/** Versions become parts of file names and addresses, so what they may hold is narrow. */
export const VERSION_FORM = /^[0-9A-Za-z][0-9A-Za-z.+~_-]*$/;

/** The name of an artifact's file and of what lies beside it. */
export const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._+~-]*$/;

/** A Debian package name. Never an option, a pattern, a path or a version. */
export const PACKAGE_NAME = /^[a-z0-9][a-z0-9+.-]+$/;

/** The name of an environment variable. */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Where an artifact lives on a platform. */
export const PREFIX = /^(\/[A-Za-z0-9._+-]+)+$/;

/** A tag of git: no option, and no range or other question to git. */
const GIT_TAG = /^\w[\w./+@-]*$/;

/** An address that git gets by a protocol of its own, of a host that is no option. */
const GIT_URL = /^(?:https?|git|ssh|file):\/\/(?!-)(?![^/]*@-)[^\s\p{C}]+$/iu;

/** An address as scp has it: user@host:path. */
const GIT_SCP = /^[A-Za-z0-9_][\w.-]*@[A-Za-z0-9][\w.-]*:(?!-)[^\s\p{C}:]+$/u;

/** Folders of a sandbox that are no platform's, but the kernel's or our own. */
const RESERVED = ['/proc', '/sys', '/dev', '/binary-builder'];

/** What is on one line and does nothing to a terminal; a backslash is a slash to some programs. */
const UNFIT = /[\p{C}\u2028\u2029\\]/u;

/**
 * What is wrong with a path that is to be joined to a folder and to stay in it: relative, of plain
 * names, so that it is the same for every program.
 */
export function pathFault(path: string): string | undefined {
  return wayFault(path, 'a relative path') ?? spellingFault(path);
}

/**
 * What is wrong with the path of an archive's or a tree's member that is told and not joined: where it
 * leads is held to the rule, what it is called is its own affair.
 */
export function memberFault(path: string): string | undefined {
  if (path.includes('\0')) return 'has a NUL byte in it';
  return wayFault(path, 'a relative path');
}

/** Where a path leads that it must not, whatever its parts are called. */
function wayFault(path: string, expected: string): string | undefined {
  if (path.startsWith('/') || path.split('/').includes('..')) {
    return `expected ${expected} without ..`;
  }
  return path.split('/').some((part) => part === '' || part === '.')
    ? `expected ${expected} without . and empty parts`
    : undefined;
}

/** What is wrong with the name of one file or folder. */
export function nameFault(name: string): string | undefined {
  return name.includes('/') ? 'expected a name, not a path' : pathFault(name);
}

/** What is wrong with a relative path that may be written carelessly: `./lib/` is lib. */
export function folderFault(path: string): string | undefined {
  if (path === '' || path.startsWith('/') || path.split('/').includes('..')) {
    return 'expected a relative path without ..';
  }
  return spellingFault(path);
}

/** What is wrong with an absolute path inside a sandbox; a slash at its end may stay. */
export function guestFault(path: string): string | undefined {
  if (!path.startsWith('/')) return 'expected an absolute path';
  const [, inside = ''] = /^\/(.*?)\/?$/s.exec(path) ?? [];
  return inside === '' ? undefined : (wayFault(inside, 'a path') ?? spellingFault(inside));
}

/** What is wrong with a path at which an artifact shall live. */
export function prefixFault(prefix: string): string | undefined {
  if (!PREFIX.test(prefix)) return 'expected an absolute path without spaces or a final slash';
  if (prefix.split('/').includes('..')) return 'must not contain ..';
  if (prefix.split('/').includes('.')) return 'must not contain a . that stands alone';
  // Mounting something there is done through the sandbox's own /proc, which leads out again.
  if (RESERVED.some((folder) => isBelow(folder, prefix))) {
    return `must not lie in ${RESERVED.slice(0, -1).join(', ')} or ${RESERVED.at(-1) ?? ''}`;
  }
  return lengthFault(prefix);
}

/** Whether a text is the address of a git repository. */
export function isGitAddress(text: string): boolean {
  return GIT_URL.test(text) || GIT_SCP.test(text);
}

/** Whether a text can be the name of a git tag. */
export function isGitTag(text: string): boolean {
  return GIT_TAG.test(text) && !text.includes('..') && Buffer.byteLength(text) <= LONGEST_PART;
}

/** Whether an absolute path is a folder's own or lies in it, by its text alone. */
export function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** What is wrong with how the names of a path are spelt, wherever it leads. */
export function spellingFault(path: string): string | undefined {
  if (UNFIT.test(path)) return 'has a character in it that no name should have';
  return lengthFault(path);
}

/** What file systems don't take of a path, though it may be spelt well. */
export function lengthFault(path: string): string | undefined {
  if (Buffer.byteLength(path) > LONGEST_PATH) return `has more than ${LONGEST_PATH} bytes`;
  return path.split('/').some((part) => Buffer.byteLength(part) > LONGEST_PART)
    ? `has a part of more than ${LONGEST_PART} bytes`
    : undefined;
}
