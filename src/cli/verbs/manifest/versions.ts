import { buffer } from 'node:stream/consumers';
import { isFile } from '../../../files/index.js';
import {
  decodeManifest,
  isGitRef,
  loadManifest,
  loadRevision,
  type Manifest,
  readManifest,
} from '../../../manifest/model/index.js';
import { hostPath } from '../../../path.js';

/**
 * Reads a manifest by what a word says: a file, `-` for standard input, or as git has it in a commit,
 * `HEAD~1:manifest.yml` from the top of the repository and `HEAD~1:./manifest.yml` from here. A file whose
 * name looks like that is the file.
 * @throws BuilderError USAGE when there is none; MANIFEST_INVALID; MISSING_PROGRAM
 */
export async function manifestOf(word: string): Promise<Manifest> {
  if (word === '-') {
    const path = hostPath('standard input');
    return readManifest(path, decodeManifest(path, await buffer(process.stdin)));
  }
  const path = hostPath(word);
  const [, ref, inside] = /^([^:]*):(.+)$/s.exec(word) ?? [];
  if (ref === undefined || inside === undefined || !isGitRef(ref) || (await isFile(path))) {
    return await loadManifest(path);
  }
  return await loadRevision(
    { ref, path: inside, folder: hostPath('.'), title: inside },
    {
      missing:
        'Name a tag, a branch or a commit that has the manifest, which is looked for from the top of the ' +
        'repository: v1.8.20:manifest.yml; from here: v1.8.20:./manifest.yml',
      withoutGit: `It knows ${word}. Install it, or name a file.`,
    },
  );
}
