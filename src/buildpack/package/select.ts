import nodePath from 'node:path';
import { BuilderError } from '../../error.js';
import { globFault, ignoreRules, matcher } from '../../pattern/index.js';
import type { Manifest } from '../../manifest/model/index.js';
import { printable } from '../../text/index.js';
import type { Entry } from '../../tree/index.js';
import { isPackage } from './naming.js';

/**
 * Chooses what of a buildpack's folder is packed: what `include_files` names, or all; without what
 * `exclude_files` names (patterns as in a .gitignore), `.git*` and earlier packages. The manifest is
 * always there. Of folders only those are told that are empty.
 * @throws BuilderError BUILDPACK_INVALID for an include that leaves the folder or matches nothing, and for
 * what can't be packed
 */
export function selectFiles(
  entries: readonly Entry[],
  manifest: Manifest,
  language: string,
): Entry[] {
  const isExcluded = ignoreRules(
    manifest.excludeFiles.map(({ value }) => value.replace(/^\.\//, '')),
  );
  const rest = entries.filter(
    ({ path }) => !isGit(path) && (path.includes('/') || !isPackage(path, language)),
  );
  const included = namesFiles(manifest) ? includedIn(rest, manifest) : rest;
  const chosen = included.filter(
    ({ path, kind }) =>
      path === 'manifest.yml' || !isExcluded(path, kind === 'directory' ? 'folder' : 'other'),
  );
  refuseSpecial(chosen);
  const folders = new Set(entries.map(({ path }) => nodePath.posix.dirname(path)));
  return chosen.filter(({ path, kind }) => kind !== 'directory' || !folders.has(path));
}

/** Whether a path is something of git's: it is never packed, nor looked into. */
export function isGit(path: string): boolean {
  return /(?:^|\/)\.git[^/]*(?:\/|$)/.test(path);
}

function namesFiles({ sections }: Manifest): boolean {
  return sections.some(({ key, kind }) => key.value === 'include_files' && kind === 'list');
}

function includedIn(entries: readonly Entry[], manifest: Manifest): Entry[] {
  const chosen = new Set(['manifest.yml']);
  for (const pattern of manifest.includeFiles) {
    const path = nodePath.posix.normalize(pattern.value).replace(/\/$/, '');
    if (path.startsWith('/') || path === '..' || path.startsWith('../')) {
      throw fault(
        manifest,
        pattern,
        'leaves the buildpack',
        'Name a file or folder in the buildpack.',
      );
    }
    const found = named(entries, path) ?? globbed(entries, globOf(path, manifest, pattern));
    if (found.length === 0) {
      const hint = isGit(path)
        ? 'What is called .git* is never packed.'
        : 'Correct or remove it. What pre_package makes may be named: it runs before.';
      throw fault(manifest, pattern, 'matches nothing in the buildpack', hint);
    }
    for (const { path: one } of found) chosen.add(one);
  }
  return entries.filter(({ path }) => chosen.has(path));
}

/** A file, or a folder with all below it; undefined when there is none of that name. */
function named(entries: readonly Entry[], path: string): Entry[] | undefined {
  if (path === '.') return [...entries];
  const found = withAllBelow(entries, new Set([path]));
  return found.length > 0 ? found : undefined;
}

/** What a glob matches: of a path, or without a slash of a name anywhere. */
function globbed(entries: readonly Entry[], glob: string): Entry[] {
  const matches = matcher([glob]);
  const tops = entries.filter(({ path }) => matches(path)).map(({ path }) => path);
  return withAllBelow(entries, new Set(tops));
}

function globOf(
  path: string,
  manifest: Manifest,
  pattern: Manifest['includeFiles'][number],
): string {
  const glob = path.includes('/') ? path : `**/${path}`;
  const wrong = globFault(glob);
  if (wrong === undefined) return glob;
  throw fault(manifest, pattern, wrong, 'Name files and folders, or use a simpler glob.');
}

function withAllBelow(entries: readonly Entry[], tops: ReadonlySet<string>): Entry[] {
  return entries.filter(({ path }) => pathsAbove(path).some((above) => tops.has(above)));
}

/** A path and the folders that it is in: `a/b`, `a`. */
function pathsAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

function refuseSpecial(entries: readonly Entry[]): void {
  const special = entries.find(({ kind }) => kind === 'special');
  if (special === undefined) return;
  throw new BuilderError(
    'BUILDPACK_INVALID',
    `cannot pack ${printable(special.path)}: it is neither a file nor a folder nor a link, or its name is not UTF-8`,
    { hint: 'Remove it, or name it in exclude_files.' },
  );
}

function fault(
  manifest: Manifest,
  pattern: Manifest['includeFiles'][number],
  what: string,
  hint: string,
): BuilderError {
  const { line, column } = manifest.position(pattern.start);
  return new BuilderError(
    'BUILDPACK_INVALID',
    `${manifest.path}:${line}:${column}: include_files: '${printable(pattern.value)}' ${what}`,
    { hint },
  );
}
