import { mkdir } from 'node:fs/promises';
import * as tar from 'tar';
import { BuilderError, reasonOf, systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { explainSystemError } from '../store/index.js';

/**
 * Unpacks an artifact as the platform does: owned by whoever unpacks it, modes, hard links and
 * symlinks as they are in it. The folder is made.
 * @throws BuilderError UNSAFE_ARCHIVE for a member or link that leaves the folder, absolute ones
 * included; NOT_AN_ARCHIVE; DISK_FULL, NOT_WRITABLE
 */
export async function unpackArtifact(artifact: HostPath, into: HostPath): Promise<void> {
  try {
    await mkdir(into, { recursive: true });
    await tar.extract({
      file: artifact,
      cwd: into,
      strict: true,
      preserveOwner: false,
      chmod: true,
      processUmask: 0,
    });
  } catch (error) {
    throw explainUnpacking(error, artifact, into);
  }
}

function explainUnpacking(error: unknown, artifact: HostPath, into: HostPath): unknown {
  const code = systemErrorCode(error);
  if (code === 'TAR_ENTRY_ERROR' || code === 'TAR_ENTRY_INFO') {
    return new BuilderError('UNSAFE_ARCHIVE', `${artifact}: ${reasonOf(error)}`, {
      hint: 'A platform refuses such an artifact too. Build it again with a recipe that makes the link relative.',
      cause: error,
    });
  }
  if (code?.startsWith('TAR_') || code?.startsWith('Z_')) {
    return new BuilderError('NOT_AN_ARCHIVE', `${artifact} can't be unpacked: ${reasonOf(error)}`, {
      hint: 'It is damaged or no .tgz at all: build it again with --force.',
      cause: error,
    });
  }
  return explainSystemError(error, into);
}
