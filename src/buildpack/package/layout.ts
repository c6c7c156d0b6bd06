import { createHash } from 'node:crypto';
import { BuilderError } from '../../error.js';
import type { Manifest } from '../../manifest/model/index.js';
import { printable } from '../../text/index.js';

/**
 * How dependencies lie in a package: `classic`, where installers compute the place from the uri, or
 * `current`, where the manifest's entry tells it with `file:`.
 */
export type Layout = 'classic' | 'current';

const FOLDER = 'dependencies/';

/** File systems take no longer names. */
const LONGEST = 255;

/** The layout that a manifest is written for: that of 2016 has a map of urls, or only files that stay out. */
export function layoutOf({ sections }: Manifest): Layout {
  const has = (name: string) => sections.some(({ key }) => key.value === name);
  if (has('url_to_dependency_map')) return 'classic';
  return has('exclude_files') && !has('include_files') ? 'classic' : 'current';
}

/**
 * Where the file of a uri lies in a package: `dependencies/https___host_name.tgz` as the Ruby packager's
 * `translate_dependency_url` finds it, or `dependencies/<md5 of the uri>/name.tgz` as the Go packager has it.
 * @param uri without secrets
 * @throws BuilderError BUILDPACK_INVALID when it gives no name that a file may have
 */
export function memberOf(uri: string, layout: Layout): string {
  if (layout === 'classic') {
    const path = classicPath(uri);
    fileName(path.slice(FOLDER.length), uri);
    return path;
  }
  const path = uri.replace(/[?#].*$/s, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  const digest = createHash('md5').update(uri).digest('hex');
  return `${FOLDER}${digest}/${fileName(path.split('/').at(-1) ?? '', uri)}`;
}

/** Where the Ruby packager puts the file of a uri, and `translate_dependency_url` looks for it. */
export function classicPath(uri: string): string {
  return FOLDER + uri.replace(/[:/?&]/g, '_');
}

/**
 * Further places where `translate_dependency_url` may look for the file of a uri. It makes the name of what ruby's URI
 * writes, mended: older rubies write `file:/srv/a.tgz` for `file:///srv/a.tgz`, and newer ones leave it as it is, so
 * that two slashes come to those that are there.
 */
export function furtherMembers(uri: string, layout: Layout): string[] {
  const isMended = layout === 'classic' && uri.startsWith('file:///');
  return isMended ? [classicPath(uri.replace('file:', 'file://'))] : [];
}

function fileName(name: string, uri: string): string {
  const reason = faultOf(name);
  if (reason === undefined) return name;
  throw new BuilderError('BUILDPACK_INVALID', `${printable(uri)}: ${reason}`, {
    hint: 'Correct the uri in the manifest: the last part of its path is what the file is called.',
  });
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'it names no file';
  if (name === '.' || name === '..') return `'${name}' is no name for a file`;
  if (/[\\\p{C}]/u.test(name)) return 'a file in a package can not have such a name';
  if (Buffer.byteLength(name) > LONGEST) {
    return `its file would have a name of ${Buffer.byteLength(name)} bytes, and ${LONGEST} are the most`;
  }
  return undefined;
}
