import nodePath from 'node:path';
import type { GuestPath } from '../../path.js';
import { printable } from '../../text/index.js';
import { isSystemPath } from '../standard.js';

/** `name=/path`, as pkg-config reads definitions; a path ends at white space. */
const DEFINITION = /^[ \t]*([\w.]+)[ \t]*=[ \t]*["']?(\/[^\s"']*)/gm;
/** Variables that name a place in the tree, and never one of the system. */
const OWN = /^(?:exec_)?prefix$|(?:lib|include|bin|data|dataroot)dir$/;

/**
 * What is wrong with the absolute paths that a pkg-config file gives to its variables, as ends of
 * sentences: those of the tree have to be below the prefix, others there or in the system (`/etc`).
 */
export function faultsOfVariables(text: string, prefix: GuestPath): string[] {
  return Array.from(text.matchAll(DEFINITION), ([, name = '', value = '']) => ({ name, value }))
    .filter(({ value }) => !isBelow(value, prefix))
    .flatMap(({ name, value }) => {
      const definition = `has ${name}=${printable(value)}, which is`;
      if (OWN.test(name)) return [`${definition} not below the prefix ${prefix}`];
      if (isSystemPath(value)) return [];
      return [`${definition} neither below the prefix ${prefix} nor a path of the system`];
    });
}

function isBelow(path: string, prefix: GuestPath): boolean {
  return `${nodePath.posix.normalize(path)}/`.startsWith(`${prefix}/`);
}
