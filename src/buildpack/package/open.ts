import { BuilderError } from '../../error.js';
import { loadManifest, readManifest, type Manifest } from '../../manifest/model/index.js';
import { inHost, type HostPath } from '../../path.js';
import { kindOf, LARGEST } from '../../files/index.js';
import { readZip, readZipText } from '../../archive/zip/index.js';
import { ownManifest } from './own-manifest.js';

/** A buildpack to look at. */
export interface OpenedBuildpack {
  readonly manifest: Manifest;
  /** Sizes of the files in the zip, in bytes, by path; undefined for a folder. */
  readonly files: ReadonlyMap<string, number> | undefined;
}

/**
 * Reads a buildpack's manifest, from its folder or its zip.
 * @throws BuilderError USAGE when there is none; MANIFEST_INVALID, BUILDPACK_INVALID, ARTIFACT_TOO_LARGE
 */
export async function openBuildpack(
  path: HostPath,
  signal?: AbortSignal,
): Promise<OpenedBuildpack> {
  const kind = await kindOf(path);
  if (kind === 'folder') {
    return { manifest: await loadManifest(await ownManifest(path)), files: undefined };
  }
  if (kind === 'nothing') {
    throw new BuilderError('USAGE', `There is no buildpack ${path}.`, {
      hint: "Pass a buildpack's folder, the one with manifest.yml in it, or its zip.",
    });
  }
  const text = await readZipText(path, 'manifest.yml', {
    maxBytes: LARGEST.manifest,
    signal,
  });
  if (text === undefined) {
    throw new BuilderError('BUILDPACK_INVALID', `${path} has no manifest.yml.`, {
      hint: 'Only buildpacks that vendor their dependencies have one; of others there is nothing to tell.',
    });
  }
  const files = new Map<string, number>();
  for await (const member of readZip(path, { signal })) {
    if (member.kind === 'file') files.set(member.path, member.size);
  }
  return { manifest: readManifest(inHost(path, 'manifest.yml'), text), files };
}
