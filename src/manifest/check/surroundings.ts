import { lstat } from 'node:fs/promises';
import nodePath from 'node:path';
import { systemErrorCode } from '../../error.js';
import { isFolder } from '../../files/index.js';
import { globFault, matcher } from '../../pattern/index.js';
import { inHost, hostPath, type HostPath } from '../../path.js';
import { listTree, type Entry } from '../../tree/index.js';
import { type CheckSetting, loadPolicies, type Manifest, type Policies } from '../model/index.js';
import type { Surroundings } from './check.js';
import { manifestChecks } from './checks.js';
import { defaultDeprecated } from './checks/default-deprecated.js';

/** What whoever asks for the checks says of a manifest's surroundings. */
type GivenSurroundings = Pick<Surroundings, 'stacks' | 'records' | 'package'> & AskedChecks;

/** What the command line says of the checks. */
export interface AskedChecks {
  /** Set on the command line, which comes before what is set beside the manifest. */
  readonly settings?: readonly CheckSetting[];
  /** The day, `2026-10-31`, on which no default may be past its date; undefined: today, and it may. */
  readonly asOf?: string | undefined;
}

/**
 * What is around a manifest: the day, the files of the buildpack that it lies in, and what the policies
 * beside it say of checks and of how many versions there may be.
 * @throws BuilderError MANIFEST_INVALID when the policies are not valid, or set a check that there is not
 */
export async function gatherSurroundings(
  { path }: Pick<Manifest, 'path'>,
  { asOf, settings = [], ...given }: GivenSurroundings,
  signal?: AbortSignal,
): Promise<Surroundings> {
  const policies = await loadPolicies(path, Object.keys(manifestChecks));
  const folder = hostPath(nodePath.dirname(path));
  return {
    ...given,
    singleVersions: singleVersionsIn(policies),
    settings: [...datedSettings(asOf), ...(policies.checks ?? []), ...settings],
    today: asOf === undefined ? new Date() : new Date(`${asOf}T00:00:00Z`),
    // Every buildpack has its programs there; other folders have manifests to look at, and not the files.
    files: (await isFolder(inHost(folder, 'bin'))) ? filesIn(folder, signal) : undefined,
  };
}

/** A date that somebody names is one that a release is made for: what is past it is an error then. */
function datedSettings(asOf: string | undefined): CheckSetting[] {
  if (asOf === undefined) return [];
  return [{ check: defaultDeprecated.id, severity: 'error', reason: `--as-of ${asOf}` }];
}

/** Dependencies of which all versions are one line (`line: any`) that keeps one (`keep: 1`). */
function singleVersionsIn({ dependencies }: Policies): string[] {
  return Object.entries(dependencies)
    .filter(([, { line, keep, all }]) => line === 'any' && keep === 1 && all !== true)
    .map(([name]) => name);
}

/**
 * Answers whether a pattern matches in a folder, as packagers take patterns: a file or a folder (`tests/`), or
 * a glob of a path or, without a slash, of a name anywhere.
 */
export function filesIn(
  folder: HostPath,
  signal?: AbortSignal,
): (pattern: string) => Promise<boolean> {
  let listing: Promise<Entry[]> | undefined;
  return async (pattern) => {
    const path = nodePath.posix.normalize(pattern).replace(/\/$/, '');
    if (path === '.' || path === '..' || path.startsWith('../') || path.startsWith('/'))
      return false;
    if (await exists(inHost(folder, path))) return true;
    const glob = path.includes('/') ? path : `**/${path}`;
    if (globFault(glob) !== undefined) return false;
    // No link is followed: one may lead out, or in a circle.
    listing ??= listTree(folder, signal);
    const matches = matcher([glob]);
    return (await listing).some(({ path: name }) => matches(name));
  };
}

async function exists(path: HostPath): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(systemErrorCode(error) ?? '')) return false;
    throw error;
  }
}
