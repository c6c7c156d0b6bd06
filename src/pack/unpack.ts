import { copyBytes } from '../files/index.js';
import { type HostPath, inHost } from '../path.js';
import {
  TarFault,
  TooLargeFault,
  UnsafeFault,
  unpackTar,
  type Member,
} from '../archive/tar/index.js';
import { DEFAULT_LIMITS, fillFolder, type Limits } from '../archive/index.js';
import { damaged, tooLarge, unsafe } from './fault.js';
import { gunzip } from './gunzip.js';

export interface UnpackArtifactOptions {
  /** Those that differ from {@link DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** Ends the unpacking; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** The name of the one file of its tree, when the artifact is that file and no tarball. */
  readonly single?: string | undefined;
}

/** What stands for bytes that are not UTF-8 in a text. */
const UNDECODABLE = '\u{FFFD}';

/**
 * Unpacks an artifact as the platform does: owned by whoever unpacks it, modes (set-uid ones too, for
 * an audit to see), times of files, hard links and symlinks as they are in it. Each member is looked at
 * before it is written, and an artifact that is refused leaves nothing; memory grows with the number
 * of members only.
 * @param into a folder that is empty, or is made and on failure removed again
 * @throws BuilderError ARTIFACT_DAMAGED, ARTIFACT_UNSAFE, ARTIFACT_TOO_LARGE, DISK_FULL, NOT_WRITABLE
 */
export async function unpackArtifact(
  artifact: HostPath,
  into: HostPath,
  { limits: asked, signal, single }: UnpackArtifactOptions = {},
): Promise<void> {
  if (single !== undefined) {
    await fillFolder(into, () =>
      copyBytes(artifact, inHost(into, single), { mode: 0o644, signal }),
    );
    return;
  }
  const limits = { ...DEFAULT_LIMITS, ...asked };
  await fillFolder(into, async () => {
    try {
      const tar = gunzip(artifact, { limits, signal });
      await unpackTar(tar, into, { limits, textFault, signal });
    } catch (error) {
      if (error instanceof TarFault) throw damaged(artifact, error.message, error);
      if (error instanceof UnsafeFault) throw unsafe(artifact, error.unsafe);
      if (error instanceof TooLargeFault) throw tooLarge(artifact, error.limit, limits);
      throw error;
    }
  });
}

/** What is wrong with the texts of a member, as {@link packTree} would not have packed them. */
function textFault({ path, target = '' }: Member): string | undefined {
  if (path.includes(UNDECODABLE)) return 'its path is not UTF-8';
  if (target.includes(UNDECODABLE)) return 'it is a link to a path that is not UTF-8';
  return undefined;
}
