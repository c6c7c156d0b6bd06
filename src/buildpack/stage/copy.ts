import { cp, lstat } from 'node:fs/promises';
import path from 'node:path';
import { BuilderError, systemErrorCode } from '../../error.js';
import type { HostPath } from '../../path.js';
import type { Limits } from '../../archive/index.js';
import { explainSystemError } from '../../files/index.js';
import { Measuring } from './limits.js';

interface CopyOptions {
  /** Whether to leave something out, by its path in the tree; what is below a folder goes with it. */
  readonly leaveOut?: (path: string, kind: 'folder' | 'other') => boolean;
  readonly limits?: Limits;
  readonly signal?: AbortSignal;
}

/**
 * Copies what is in a folder: files with their modes and times, links as they are.
 * @param into a folder, made unless it is there
 * @throws BuilderError NOT_WRITABLE, DISK_FULL, ARTIFACT_TOO_LARGE; USAGE for a socket, a device or a pipe
 */
export async function copyTree(
  from: HostPath,
  into: HostPath,
  { leaveOut = () => false, limits, signal }: CopyOptions = {},
): Promise<void> {
  const measuring = limits && new Measuring(from, limits);
  try {
    await cp(from, into, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      filter: async (source) => {
        signal?.throwIfAborted();
        const stats = await lstat(source);
        const name = path.relative(from, source);
        if (name !== '' && leaveOut(name, stats.isDirectory() ? 'folder' : 'other')) return false;
        measuring?.add(stats.isFile() ? stats.size : 0);
        if (stats.isFile() || stats.isDirectory() || stats.isSymbolicLink()) return true;
        throw new BuilderError(
          'USAGE',
          `cannot copy ${source}: it is neither a file nor a folder nor a link`,
          { hint: `Remove it from ${from}.` },
        );
      },
    });
  } catch (error) {
    if (systemErrorCode(error) === 'EACCES' && isReading(error)) {
      throw new BuilderError('NOT_WRITABLE', `cannot read all of ${from}: permission denied`, {
        hint: 'Give this user the right to read it.',
        cause: error,
      });
    }
    throw explainSystemError(error, into);
  }
}

/** Whether an error is about the folder that is copied: only files of our own are written. */
function isReading(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall !== 'mkdir';
}
