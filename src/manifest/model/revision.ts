import { BuilderError, isMissingProgram } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { startProgram } from '../../program/index.js';
import type { Manifest } from './manifest.js';
import { readManifest } from './read.js';

/** A manifest as git has it. */
export interface Revision {
  /** A tag, a branch, a commit, or what leads to one, such as `HEAD~1`; empty: what is staged. */
  readonly ref: string;
  /** From the top of the repository, or with `./` from the folder. */
  readonly path: string;
  /** In the repository. */
  readonly folder: HostPath;
  /** What messages call the file. */
  readonly title: string;
}

/** What is said of a revision that can't be read. */
interface Hints {
  /** When there is none. */
  readonly missing: string;
  /** When there is no git. */
  readonly withoutGit: string;
}

/**
 * Reads a manifest as it is in a commit of its git repository, or staged there.
 * @throws BuilderError USAGE when there is no such commit, or the file is not in it; MISSING_PROGRAM;
 * MANIFEST_INVALID
 */
export async function loadRevision(
  { ref, path, folder, title }: Revision,
  hints: Hints,
): Promise<Manifest> {
  // What begins with a dash or holds a colon would be another question to git.
  if (!isGitRef(ref)) throw new BuilderError('USAGE', `'${ref}' is no git ref.`);
  const shown = await git(['show', '--no-textconv', `${ref}:${path}`], folder);
  if (isMissingProgram(shown)) {
    throw new BuilderError('MISSING_PROGRAM', 'There is no program git on this machine.', {
      hint: hints.withoutGit,
      cause: shown,
    });
  }
  if (shown.failed) {
    const what = ref === '' ? `${title} that is staged` : `${title} of '${ref}'`;
    throw new BuilderError('USAGE', `git has no ${what}.`, {
      excerpt: shown.stderr.trimEnd().split('\n').slice(-5),
      hint: hints.missing,
      cause: shown,
    });
  }
  return readManifest(hostPath(ref === '' ? title : `${title}@${ref}`), shown.stdout);
}

/** Whether a text can name a commit, or, when it is empty, what is staged. */
export function isGitRef(text: string): boolean {
  return text === '' || /^[^\s:-][^\s:]*$/.test(text);
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
