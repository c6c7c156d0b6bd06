import nodePath from 'node:path';
import { BuilderError } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { loadRevision, type Manifest } from '../model/index.js';

/**
 * A manifest as it was in a commit of its git repository: what the buildpack last released.
 * @param ref a tag, a branch or a commit
 * @throws BuilderError USAGE when there is no such commit, or the file is not in it; MISSING_PROGRAM;
 * MANIFEST_INVALID
 */
export async function loadReleased(path: HostPath, ref: string): Promise<Manifest> {
  if (ref === '') throw new BuilderError('USAGE', "'' is no git ref.");
  const folder = hostPath(nodePath.dirname(path));
  return await loadRevision(
    { ref, path: `./${nodePath.basename(path)}`, folder, title: path },
    {
      missing:
        'Name a tag, a branch or a commit that has the manifest: --keep-latest-released v1.8.20',
      withoutGit: 'It tells what was released. Install it, or leave out --keep-latest-released.',
    },
  );
}
