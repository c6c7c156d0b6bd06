import { BuilderError, reasonOf, systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { explainSystemError } from '../files/index.js';
import { TreeWriter } from '../archive/tar/index.js';
import { unsafe } from './fault.js';
import { DEFAULT_LIMITS, fillFolder, type Limits } from '../archive/index.js';
import { inspectArtifact, membersOf } from './inspect.js';

export interface UnpackArtifactOptions {
  /** Those that differ from {@link DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** Ends the unpacking; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Unpacks an artifact as the platform does: owned by whoever unpacks it, modes (set-uid ones too, for
 * an audit to see), times of files, hard links and symlinks as they are in it. All of it is looked at
 * before anything is written, so an artifact that is refused leaves nothing; memory grows with the
 * number of members only.
 * @param into a folder that is empty, or is made and on failure removed again
 * @throws BuilderError ARTIFACT_DAMAGED, ARTIFACT_UNSAFE, ARTIFACT_TOO_LARGE, DISK_FULL, NOT_WRITABLE
 */
export async function unpackArtifact(
  artifact: HostPath,
  into: HostPath,
  { limits, signal }: UnpackArtifactOptions = {},
): Promise<void> {
  const allLimits = { ...DEFAULT_LIMITS, ...limits };
  await inspectArtifact(artifact, allLimits, signal);
  await fillFolder(into, async () => {
    const writer = new TreeWriter(into);
    for await (const member of membersOf(artifact, allLimits, signal)) {
      await writer.write(member).catch((error: unknown) => {
        throw explainWriting(error, artifact, member.path, into);
      });
    }
  });
}

function explainWriting(
  error: unknown,
  artifact: HostPath,
  member: string,
  into: HostPath,
): unknown {
  const explained = explainSystemError(error, into);
  // What is left is of the kind that a name is too long for the file system.
  return systemErrorCode(explained) === undefined || explained instanceof BuilderError
    ? explained
    : unsafe(artifact, { member, reason: `it can't be written: ${reasonOf(explained)}` });
}
