import { readFile } from 'node:fs/promises';
import { BuilderError, reasonOf, systemErrorCode } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { requireWord } from './naming.js';

/**
 * The version of a buildpack: what was asked for, else what its file VERSION says.
 * @throws BuilderError USAGE when neither says one; BUILDPACK_INVALID
 */
export async function versionOf(directory: HostPath, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return requireWord(asked, 'the version', '--version');
  const path = inHost(directory, 'VERSION');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const missing = systemErrorCode(error) === 'ENOENT';
    throw new BuilderError(
      missing ? 'USAGE' : 'BUILDPACK_INVALID',
      missing
        ? 'Nothing says the version of the buildpack: it has no file VERSION.'
        : `${path} can't be read: ${reasonOf(error)}`,
      { hint: 'Say it with --version, or write it into the file VERSION.', cause: error },
    );
  });
  return requireWord(text.trim(), 'the version', path);
}
