import { lstat, mkdir, rename, writeFile } from 'node:fs/promises';
import { BuilderError, systemErrorCode } from '../../error.js';
import { packTree, type Packed } from '../../pack/index.js';
import { inHost, type HostPath } from '../../path.js';
import { EPOCH } from '../../plan/index.js';
import { PLATFORM } from './platform.js';

/** What staging left, on the machine; each is taken away from there. */
interface Staged {
  /** What the sandbox had as `/tmp`. */
  readonly tmp: HostPath;
  readonly detected: string;
  /** The command of the web process; empty when there is none. */
  readonly command: string;
}

/** The folders of a droplet that staging fills, with what they were then. */
const FOLDERS = [
  ['app', PLATFORM.build],
  ['deps', PLATFORM.deps],
  ['profile.d', PLATFORM.profile],
] as const;

/**
 * Writes a droplet as the platform does: `app`, `deps`, `profile.d`, `tmp`, `logs` and
 * `staging_info.yml`. The same files give the same bytes: one date, and of modes only whether a file
 * can be executed. It appears whole or not at all.
 * @param scratch an empty folder beside `staged.tmp`
 * @throws BuilderError STAGING_FAILED for what a tarball of ours can't hold; DISK_FULL, NOT_WRITABLE
 */
export async function writeDroplet(
  staged: Staged,
  scratch: HostPath,
  droplet: HostPath,
  signal?: AbortSignal,
): Promise<Packed> {
  await mkdir(scratch);
  for (const [name, guest] of FOLDERS) {
    const folder = inHost(staged.tmp, guest.slice(PLATFORM.scratch.length));
    await requireFolder(folder, guest);
    await rename(folder, inHost(scratch, name));
  }
  for (const name of ['tmp', 'logs']) await mkdir(inHost(scratch, name));
  await writeFile(inHost(scratch, 'staging_info.yml'), stagingInfo(staged));
  try {
    return await packTree(scratch, droplet, { epoch: EPOCH, signal });
  } catch (error) {
    throw explainPacking(error);
  }
}

/** JSON, which is YAML too, as the platform writes it. */
function stagingInfo({ detected, command }: Staged): string {
  return `${JSON.stringify({ detected_buildpack: detected, start_command: command })}\n`;
}

/**
 * Scripts may do with these folders what they like; a link in the place of one would lead us to
 * whatever the machine has there.
 * @throws BuilderError STAGING_FAILED
 */
export async function requireFolder(path: HostPath, guest: string): Promise<void> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  });
  if (stats?.isDirectory() === true) return;
  throw new BuilderError('STAGING_FAILED', `After the buildpack's scripts ${guest} is no folder.`, {
    hint: 'One of them removed it, or put something else there; the platform takes it for the droplet.',
  });
}

function explainPacking(error: unknown): unknown {
  if (systemErrorCode(error) === 'EACCES') {
    return new BuilderError('STAGING_FAILED', `cannot pack the droplet: ${String(error)}`, {
      hint: 'A script took away the right to read one of its own files.',
      cause: error,
    });
  }
  if (!(error instanceof BuilderError) || error.code !== 'NOT_PACKABLE') return error;
  return new BuilderError('STAGING_FAILED', error.message, {
    hint: 'A droplet holds files, folders and links only: the buildpack has to remove it.',
    cause: error,
  });
}
