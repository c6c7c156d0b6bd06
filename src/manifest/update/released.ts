import nodePath from 'node:path';
import { BuilderError, isMissingProgram } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { startProgram } from '../../program/index.js';
import { type Manifest, readManifest } from '../model/index.js';

/**
 * A manifest as it was in a commit of its git repository: what the buildpack last released.
 * @param ref a tag, a branch or a commit
 * @throws BuilderError USAGE when there is no such commit, or the file is not in it; MISSING_PROGRAM;
 * MANIFEST_INVALID
 */
export async function loadReleased(path: HostPath, ref: string): Promise<Manifest> {
  // What begins with a dash or holds a colon would be another question to git.
  if (!/^[^\s:-][^\s:]*$/.test(ref)) throw new BuilderError('USAGE', `'${ref}' is no git ref.`);
  const folder = hostPath(nodePath.dirname(path));
  const object = `${ref}:./${nodePath.basename(path)}`;
  const shown = await git(['show', '--no-textconv', object], folder);
  if (isMissingProgram(shown)) throw missingGit(shown);
  if (shown.failed) {
    throw new BuilderError('USAGE', `git has no ${path} of '${ref}'.`, {
      excerpt: shown.stderr.trimEnd().split('\n').slice(-5),
      hint: 'Name a tag, a branch or a commit that has the manifest: --keep-latest-released v1.8.20',
      cause: shown,
    });
  }
  return readManifest(hostPath(`${path}@${ref}`), shown.stdout);
}

async function git(args: readonly string[], folder: HostPath) {
  const { child } = await startProgram(['git', '--no-pager', '-C', folder, ...args], {
    stripFinalNewline: false,
    env: { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
    stdin: 'ignore',
    reject: false,
  });
  return await child;
}

function missingGit(cause: unknown): BuilderError {
  return new BuilderError('MISSING_PROGRAM', 'There is no program git on this machine.', {
    hint: 'It tells what was released. Install it, or leave out --keep-latest-released.',
    cause,
  });
}
