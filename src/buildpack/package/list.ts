import { listManifest, type ManifestEntry, type ManifestRow } from '../../manifest/model/index.js';
import { publicUri } from '../../network/index.js';
import type { HostPath } from '../../path.js';
import { classicPath } from './layout.js';
import { openBuildpack, type OpenedBuildpack } from './open.js';

/** A dependency of a buildpack, as a list shows it; what its entry doesn't have is undefined. */
export interface DependencyRow extends Omit<ManifestRow, 'arch' | 'deprecation'> {
  /** Without secrets. */
  readonly uri: string | undefined;
  /** Its file in the package; undefined when it has none, or it isn't a package. */
  readonly packed: { readonly path: string; /** Bytes. */ readonly size: number } | undefined;
}

/** The dependencies of a buildpack. */
export interface BuildpackList {
  /** Whether it is a zip, whose dependencies may be in it. */
  readonly zip: boolean;
  readonly dependencies: readonly DependencyRow[];
}

/**
 * The dependencies of a buildpack's folder or zip, in the order of its manifest.
 * @throws BuilderError USAGE, MANIFEST_INVALID, BUILDPACK_INVALID, ARTIFACT_TOO_LARGE
 */
export async function listBuildpack(path: HostPath, signal?: AbortSignal): Promise<BuildpackList> {
  const opened = await openBuildpack(path, signal);
  const { manifest, files } = opened;
  const dependencies = listManifest(manifest).map((row, index): DependencyRow => {
    const { name, version, stacks, md5, sha256, isDefault } = row;
    const entry = manifest.entries[index];
    const uri = entry?.uri && publicUri(entry.uri.value);
    const packed = entry && packedFile(opened, entry, uri);
    return { name, version, stacks, md5, sha256, isDefault, uri, packed };
  });
  return { zip: files !== undefined, dependencies };
}

/** Where the entry says, else where installers of the classic layout look. */
function packedFile(
  { files }: OpenedBuildpack,
  { file }: ManifestEntry,
  uri: string | undefined,
): DependencyRow['packed'] {
  const path = file?.value ?? (uri === undefined ? undefined : classicPath(uri));
  const size = path === undefined ? undefined : files?.get(path);
  return path === undefined || size === undefined ? undefined : { path, size };
}
