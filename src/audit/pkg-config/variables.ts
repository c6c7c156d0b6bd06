import nodePath from 'node:path';
import type { GuestPath } from '../../path.js';
import { printable } from '../../text/index.js';
import { isSystemPath } from '../standard.js';

/** `name=/path`, as pkg-config reads definitions; a path ends at white space. */
const DEFINITION = /^[ \t]*([\w.]+)[ \t]*=[ \t]*["']?(\/[^\s"']*)/gm;
/** Variables that name a place in the tree, and never one of the system. */
const OWN = /^(?:exec_)?prefix$|(?:lib|include|bin|data|dataroot)dir$/;

/** A path that a variable may not have, and what is wrong with it, as the end of a sentence. */
interface WrongVariable {
  readonly at: string;
  readonly message: string;
}

/**
 * What is wrong with the absolute paths that a pkg-config file gives to its variables: those of the
 * tree have to be below the prefix, others there or in the system (`/etc`).
 */
export function faultsOfVariables(text: string, prefix: GuestPath): WrongVariable[] {
  return Array.from(text.matchAll(DEFINITION), ([, name = '', value = '']) => ({ name, value }))
    .filter(({ value }) => !isBelow(value, prefix))
    .flatMap(({ name, value }) => {
      const definition = `has ${name}=${printable(value)}, which is`;
      if (!OWN.test(name) && isSystemPath(value)) return [];
      const fault = OWN.test(name)
        ? `not below the prefix ${prefix}`
        : `neither below the prefix ${prefix} nor a path of the system`;
      return [{ at: nodePath.posix.normalize(value), message: `${definition} ${fault}` }];
    });
}

function isBelow(path: string, prefix: GuestPath): boolean {
  return `${nodePath.posix.normalize(path)}/`.startsWith(`${prefix}/`);
}
