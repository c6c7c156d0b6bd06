import { BuilderError } from './error.js';
import type { HostPath } from './path.js';

/**
 * Who runs what is built, staged and tested when binary-builder itself runs as root: a user and a group
 * that no machine has. Debian gives no number from 65000 to 65533 away, systemd none above 65519.
 */
export const BUILD_USER = 65_530;

/** Whether we are root, and steps are therefore run as {@link BUILD_USER}. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * As root, gives a folder or file and all that is in it to {@link BUILD_USER}; links are not followed.
 * Set-user-id bits go with the former owner. As an ordinary user everything is ours already.
 */
export async function giveToBuildUser(path: HostPath): Promise<void> {
  if (!isRoot()) return;
  const { execa } = await import('execa');
  const owner = `${BUILD_USER}:${BUILD_USER}`;
  const argv = ['--no-dereference', '--recursive', owner, '--', path];
  const { exitCode, stderr } = await execa('chown', argv, { reject: false, stdin: 'ignore' });
  if (exitCode === 0) return;
  throw new BuilderError('SANDBOX_FAILED', `${path} can't be given to the user that steps run as`, {
    excerpt: stderr.trimEnd().split('\n').slice(-5),
    hint: `As root, steps run as the user ${BUILD_USER}: is the cache on a file system that has no owners?`,
  });
}
