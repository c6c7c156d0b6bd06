import * as z from 'zod';
import { globFault } from './pattern/index.js';
import {
  FILE_NAME,
  folderFault,
  guestFault,
  isBelow,
  isGitAddress,
  isGitTag,
  LONGEST_FILE_NAME,
  LONGEST_WORD,
  memberFault,
  nameFault,
  PACKAGE_NAME,
  pathFault,
  PREFIX,
  prefixFault,
  VARIABLE,
  VERSION_FORM,
  WORD,
} from './name.js';
import { guestPath, type GuestPath } from './path.js';

/*
 * The rule of `name.ts` as words of schemas. Whatever reads a file of somebody's takes these for
 * what is a name in it: recipe, stack, plan, record, contents, overlay.
 */

/** A text that a function finds a fault with, or none. */
function faultless(fault: (text: string) => string | undefined) {
  return z.string().superRefine((text, context) => {
    const message = fault(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** A part of the names of folders and files: of a recipe, an option, an artifact in a manifest. */
export const word = z
  .string()
  .regex(WORD, 'expected lower-case letters, digits and . + _ -')
  .max(LONGEST_WORD, `has more than ${LONGEST_WORD} characters`);

/** A version; a part of the names of folders and files. */
export const version = z
  .string()
  .regex(VERSION_FORM, 'expected a version: letters, digits and . + ~ _ -')
  .max(LONGEST_WORD, `has more than ${LONGEST_WORD} characters`);

/** A name that is one part of a path and nothing else, of a file that we make. */
export const fileName = z
  .string()
  .regex(FILE_NAME, 'must be letters, digits and ._+~- only')
  .max(LONGEST_FILE_NAME, `has more than ${LONGEST_FILE_NAME} characters`);

/** The file name of an artifact. */
export const artifactFile = fileName.endsWith('.tgz', 'must end with .tgz');

/** The name of one file or folder, whoever gave it. */
export const plainName = faultless(nameFault);

/** A path that stays in the folder to which it is joined. */
export const relativePath = faultless(pathFault);

/** The path of a member of an artifact, whatever it is called. */
export const memberPath = faultless(memberFault);

/** A folder to work in, below another one. */
export const relativeFolder = faultless(folderFault);

/** A pattern of paths. */
export const glob = faultless(globFault);

/** Where an artifact lives on the platform. */
export const prefix = z
  .string()
  // Told once more, since editors know patterns alone.
  .regex(PREFIX, { error: prefixFault('') ?? '', abort: true })
  .superRefine((path, context) => {
    const message = prefixFault(path);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** A Debian package name. */
export const packageName = z
  .string()
  .regex(PACKAGE_NAME, 'not a Debian package name: lower-case letters, digits, + . and -')
  .max(LONGEST_WORD * 2, `has more than ${LONGEST_WORD * 2} characters`);

/** Like {@link packageName}, for recipes: what no word is, is told as that first. */
export const packageWord = word.refine((name) => !WORD.test(name) || PACKAGE_NAME.test(name), {
  error: 'not a Debian package name: lower-case letters, digits, + . and -',
});

/** A text that can be an argument or a variable of a program. */
export const text = z
  .string()
  .refine((given) => !given.includes('\0'), { error: 'has a NUL byte in it' });

/** The name of an environment variable. */
export const variable = z
  .string()
  .regex(VARIABLE, 'not a variable name')
  .max(255, 'has more than 255 characters');

/** The address of a git repository. */
export const gitAddress = z.string().refine(isGitAddress, {
  error: 'expected the address of a git repository: https://, http://, ssh://, git:// or file://',
});

/** The name of a git tag. */
export const gitTag = z.string().refine(isGitTag, { error: 'not the name of a git tag' });

/** A commit of git. */
export const gitCommit = z.string().regex(/^[0-9a-f]{40}$/, 'expected a commit of 40 hex digits');

/** A path inside the sandbox, as a {@link GuestPath}. */
export const guest = faultless(guestFault).transform((path): GuestPath => guestPath(path));

/** A path inside the sandbox at a folder of it or below. */
export function guestBelow(folder: GuestPath) {
  return guest.refine((path) => isBelow(folder, path), { error: `must lie in ${folder}` });
}

/** A prefix, as a {@link GuestPath}. */
export const guestPrefix = prefix.transform((path): GuestPath => guestPath(path));
