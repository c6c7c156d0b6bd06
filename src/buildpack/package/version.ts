import { BuilderError, reasonOf } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { readInside } from '../../files/index.js';
import { requireWord } from './naming.js';

/**
 * The version of a buildpack: what was asked for, else what its file VERSION says.
 * @throws BuilderError USAGE when neither says one; BUILDPACK_INVALID
 */
export async function versionOf(directory: HostPath, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return requireWord(asked, 'the version', '--version');
  const path = inHost(directory, 'VERSION');
  const read = await readInside(directory, 'VERSION').catch((error: unknown) => ({
    kind: 'refused',
    why: `can't be read: ${reasonOf(error)}`,
  }));
  if ('bytes' in read) return requireWord(read.bytes.toString('utf8').trim(), 'the version', path);
  const missing = read.kind === 'missing';
  throw new BuilderError(
    missing ? 'USAGE' : 'BUILDPACK_INVALID',
    missing
      ? 'Nothing says the version of the buildpack: it has no file VERSION.'
      : `${path} ${read.why}`,
    { hint: 'Say it with --version, or write it into the file VERSION.' },
  );
}
