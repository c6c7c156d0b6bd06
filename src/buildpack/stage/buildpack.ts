import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { BuilderError, systemErrorCode } from '../../error.js';
import { readManifest } from '../../manifest/model/index.js';
import { guestPath, inHost, type GuestPath, type HostPath } from '../../path.js';
import { kindOf, LARGEST, readInside } from '../../files/index.js';
import { readZipText, unpackZip } from '../../archive/zip/index.js';
import type { Limits } from '../../archive/index.js';
import { copyTree } from './copy.js';
import { explainZip } from './limits.js';
import { PLATFORM } from './platform.js';
import type { Interface } from './request.js';

/** The scripts of a buildpack by their names in `bin/`. */
const SCRIPTS = ['detect', 'supply', 'finalize', 'compile', 'release'] as const;

/** The name of a buildpack's script. */
export type ScriptName = (typeof SCRIPTS)[number];

/**
 * The stack that a buildpack was packaged for; undefined when its manifest names none, or when it has
 * no manifest, as buildpacks of others.
 * @param buildpack a zip, or a folder
 * @throws BuilderError BUILDPACK_INVALID when there is neither, MANIFEST_INVALID
 */
export async function stackOfBuildpack(
  buildpack: HostPath,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const text =
    (await buildpackKind(buildpack)) === 'zip'
      ? await readZipText(buildpack, 'manifest.yml', { maxBytes: LARGEST.manifest, signal })
      : await textOrNothing(buildpack, 'manifest.yml');
  if (text === undefined) return undefined;
  return readManifest(inHost(buildpack, 'manifest.yml'), text).stack?.value;
}

/** The text of a buildpack's own file. */
async function textOrNothing(buildpack: HostPath, name: string): Promise<string | undefined> {
  const read = await readInside(buildpack, name, LARGEST.manifest);
  if ('bytes' in read) return read.bytes.toString('utf8');
  if (read.kind === 'missing') return undefined;
  throw new BuilderError('BUILDPACK_INVALID', `${inHost(buildpack, name)} ${read.why}`, {
    hint: "A buildpack's files are its own: put a copy there.",
  });
}

async function buildpackKind(buildpack: HostPath): Promise<'zip' | 'folder'> {
  const kind = await kindOf(buildpack);
  if (kind === 'file') return 'zip';
  if (kind === 'folder') return 'folder';
  throw new BuilderError('BUILDPACK_INVALID', `There is no buildpack at ${buildpack}.`, {
    hint: 'It takes a zip of `binary-builder buildpack package`, or a folder with bin/ in it.',
  });
}

/**
 * Refuses a buildpack that was packaged for another stack.
 * @throws BuilderError BUILDPACK_INVALID
 */
export function requireStack(
  buildpack: HostPath,
  packagedFor: string | undefined,
  stack: string,
): void {
  if (packagedFor === undefined || packagedFor === stack) return;
  throw new BuilderError(
    'BUILDPACK_INVALID',
    `${buildpack} was packaged for the stack ${packagedFor}, not for ${stack}.`,
    { hint: `Stage with --stack ${packagedFor}, or package it with --stack ${stack}.` },
  );
}

/**
 * Puts a buildpack where the platform has it: a copy, since some write into themselves.
 * @param tmp what the sandbox sees as `/tmp`
 * @returns its place in the sandbox, and on the machine
 */
export async function placeBuildpack(
  buildpack: HostPath,
  tmp: HostPath,
  options: { readonly limits: Limits; readonly signal?: AbortSignal | undefined },
): Promise<{ guest: GuestPath; host: HostPath }> {
  // The platform takes the digest of a buildpack's name there too.
  const name = createHash('md5').update(path.basename(buildpack)).digest('hex');
  const folder = path.posix.relative(PLATFORM.scratch, PLATFORM.buildpacks);
  const host = inHost(tmp, folder, name);
  await mkdir(inHost(tmp, folder));
  const kind = await buildpackKind(buildpack);
  if (kind === 'folder') {
    await copyTree(buildpack, host, { leaveOut: (at) => at === '.git', ...options });
  } else {
    await unpackZip(buildpack, host, options).catch((error: unknown) => {
      throw explainZip(error);
    });
  }
  return { guest: guestPath(PLATFORM.buildpacks, name), host };
}

/**
 * The scripts that are run after `bin/detect` and before `bin/release`, as the platform chooses them:
 * `supply` and `finalize` where there is a `finalize`, else `compile`. Each is there.
 * @param host the buildpack's copy
 * @param wanted the user's choice
 * @throws BuilderError BUILDPACK_INVALID for one that is missing or can't be executed
 */
export async function chooseScripts(
  buildpack: HostPath,
  host: HostPath,
  wanted: Interface | undefined,
): Promise<ScriptName[]> {
  const present = new Map(
    await Promise.all(SCRIPTS.map(async (name) => [name, await stateOf(host, name)] as const)),
  );
  const has = (name: ScriptName) => present.get(name) !== 'missing';
  const chosen = wanted ?? (has('finalize') ? 'supply' : 'compile');
  const scripts: readonly ScriptName[] =
    chosen === 'compile' ? ['compile'] : has('supply') ? ['supply', 'finalize'] : ['finalize'];
  for (const name of ['detect', ...scripts, 'release'] as const) {
    const state = present.get(name);
    if (state === 'missing') throw missing(buildpack, name, wanted);
    if (state === 'closed') throw closed(buildpack, name);
  }
  return [...scripts];
}

async function stateOf(host: HostPath, name: ScriptName): Promise<'ready' | 'closed' | 'missing'> {
  try {
    const stats = await stat(inHost(host, 'bin', name));
    if (!stats.isFile()) return 'missing';
    return (stats.mode & 0o111) === 0 ? 'closed' : 'ready';
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(systemErrorCode(error) ?? '')) return 'missing';
    throw error;
  }
}

function missing(
  buildpack: HostPath,
  name: ScriptName,
  wanted: Interface | undefined,
): BuilderError {
  const other = wanted === 'compile' ? 'supply' : 'compile';
  return new BuilderError('BUILDPACK_INVALID', `${buildpack} has no bin/${name}.`, {
    hint:
      wanted === undefined || name === 'detect' || name === 'release'
        ? 'A buildpack has bin/detect, bin/release, and bin/compile or bin/finalize. Is this its top folder?'
        : `Leave --interface away, or try --interface ${other}.`,
  });
}

function closed(buildpack: HostPath, name: ScriptName): BuilderError {
  return new BuilderError('BUILDPACK_INVALID', `bin/${name} of ${buildpack} is not executable.`, {
    hint: `chmod +x bin/${name}, and package it again.`,
  });
}
