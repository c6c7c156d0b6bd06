import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { findInside } from '../../files/index.js';

/**
 * Where a buildpack's folder has its manifest. What it says goes into the zip, so that it is no link to a
 * file that isn't the buildpack's.
 * @throws BuilderError BUILDPACK_INVALID; not when there is none, which reading it tells
 */
export async function ownManifest(directory: HostPath): Promise<HostPath> {
  const path = inHost(directory, 'manifest.yml');
  const found = await findInside(directory, 'manifest.yml');
  if (found.kind !== 'refused') return path;
  throw new BuilderError('BUILDPACK_INVALID', `${path} ${found.why}`, {
    hint: "A buildpack's manifest is its own: put a copy there.",
  });
}
