import nodePath from 'node:path';
import { isBelow } from './name.js';

declare const host: unique symbol;
declare const guest: unique symbol;

/** An absolute path on the machine that binary-builder runs on. */
export type HostPath = string & { readonly [host]: true };

/** An absolute path inside the sandbox, the same for every build, on every machine. */
export type GuestPath = string & { readonly [guest]: true };

/** Makes a path of the machine absolute; the one door by which a string becomes a {@link HostPath}. */
export function hostPath(...parts: [string, ...string[]]): HostPath {
  return nodePath.resolve(...parts) as HostPath;
}

/**
 * Joins relative parts below a path of the machine.
 * @throws TypeError when they lead out of it: names that come from somebody's file are refused by
 * their schema, where their field can be told, so that this is the last of two locks. Links are not
 * looked at.
 */
export function inHost(base: HostPath, ...parts: string[]): HostPath {
  const path = nodePath.join(base, ...parts);
  if (!isBelow(base, path) || path.includes('\0')) {
    throw new TypeError(`${JSON.stringify(parts.join('/'))} leads out of ${base}`);
  }
  return path as HostPath;
}

/**
 * The one door by which a string becomes a {@link GuestPath}.
 * @throws TypeError when it is not absolute: guest paths come from our own code and from prefixes
 * that the recipe schema has already checked.
 */
export function guestPath(...parts: [string, ...string[]]): GuestPath {
  const path = nodePath.posix.join(...parts);
  if (!path.startsWith('/')) throw new TypeError(`not an absolute guest path: ${path}`);
  return path as GuestPath;
}

/**
 * Where programs are looked for, inside a sandbox and by what makes one: never where the user's own
 * environment says.
 */
export const FIXED_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const root = guestPath('/binary-builder');

/**
 * Where things are inside the sandbox. Fixed, so that the same plan gives the same bytes
 * whoever runs it, wherever.
 */
export const GUEST = {
  /** The work directory's box; everything below is in it. */
  root,
  /** The unpacked, patched source. */
  source: guestPath(root, 'source'),
  /** What is taken beside it and isn't unpacked into it, each at its name; read-only. */
  further: guestPath(root, 'further'),
  /** DESTDIR, or the configured prefix of a recipe that installs straight into staging. */
  staging: guestPath(root, 'staging'),
  /** Files that the recipe brings: patches and what its tests need. */
  files: guestPath(root, 'files'),
  home: guestPath(root, 'home'),
  ccache: guestPath(root, 'ccache'),
  /** The stack's root of the architecture that is cross compiled for. */
  sysroot: guestPath(root, 'sysroot'),
  /** What stands for the cross compiler, and tells it the sysroot. */
  tools: guestPath(root, 'tools'),
  /** Artifacts for the building machine that cross compiling needs, each in a folder of its name. */
  needs: guestPath(root, 'needs'),
} as const;
