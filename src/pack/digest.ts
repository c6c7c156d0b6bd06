import { createHash } from 'node:crypto';
import type { HostPath } from '../path.js';
import { measureFile } from '../files/index.js';
import { gunzip } from './gunzip.js';
import { DEFAULT_LIMITS, type Limits } from '../archive/index.js';

/** The digests of an artifact, in lower-case hex. */
interface ArtifactDigests {
  /** Bytes of the tarball. */
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  /** The digest of the tar inside the gzip, when it is one. */
  readonly tarSha256?: string;
}

/**
 * Digests of an artifact and of the tar inside it, in one pass over the file.
 * @throws BuilderError ARTIFACT_DAMAGED for what is no whole gzip; ARTIFACT_TOO_LARGE
 */
export async function digestArtifact(
  artifact: HostPath,
  options: {
    readonly limits?: Partial<Limits>;
    readonly signal?: AbortSignal | undefined;
    /** Whether it is a file as it is, and no tarball. */
    readonly single?: boolean;
  } = {},
): Promise<ArtifactDigests> {
  if (options.single === true) {
    const { size, digests } = await measureFile(artifact, options.signal);
    return { size, md5: digests.md5, sha256: digests.sha256 };
  }
  const [md5, sha256, tarSha256] = [createHash('md5'), createHash('sha256'), createHash('sha256')];
  let size = 0;
  const tar = gunzip(artifact, {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    signal: options.signal,
    onPiece(piece) {
      md5.update(piece);
      sha256.update(piece);
      size += piece.length;
    },
  });
  for await (const piece of tar) tarSha256.update(piece);
  return {
    size,
    md5: md5.digest('hex'),
    sha256: sha256.digest('hex'),
    tarSha256: tarSha256.digest('hex'),
  };
}
