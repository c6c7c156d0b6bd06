import type { HostPath } from '../../path.js';
import type { ArtifactRecord } from '../../store/index.js';

/** An artifact as JSON has it, in events and in what verbs answer. */
export function artifactData(
  path: HostPath,
  { size, md5, sha256 }: ArtifactRecord,
): { path: HostPath; size: number; md5: string; sha256: string } {
  return { path, size, md5, sha256 };
}
