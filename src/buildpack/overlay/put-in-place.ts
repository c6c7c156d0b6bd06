import { lstat } from 'node:fs/promises';
import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { explainSystemError } from '../../files/index.js';
import { withFolderBeside } from '../../tree/index.js';
import { isSameTree } from './same-tree.js';

/** What was done to a folder: it is new, it took another's place, or was as it should be. */
export type Placed = 'written' | 'replaced' | 'same';

/**
 * Puts a folder in its place, whole or not at all: `write` fills one under a temporary name beside it.
 * @param force whether a folder with other content gives way
 * @throws BuilderError USAGE when there is something else and nothing forces it; DISK_FULL,
 * NOT_WRITABLE; what `write` throws; the signal's reason
 */
export async function putInPlace(
  target: HostPath,
  { force, signal }: { force: boolean; signal?: AbortSignal | undefined },
  write: (temporary: HostPath) => Promise<void>,
): Promise<Placed> {
  try {
    return await withFolderBeside(target, async (coming, replace) => {
      await write(coming);
      if (!(await isThere(target))) {
        await replace();
        return 'written';
      }
      await refuseOther(target);
      if (await isSameTree(coming, target, signal)) return 'same';
      if (!force) {
        throw new BuilderError(
          'USAGE',
          `There is a folder ${target} already, with other content.`,
          { hint: 'Say --force to replace it, or name another folder with --output.' },
        );
      }
      await replace();
      return 'replaced';
    });
  } catch (error) {
    throw explainSystemError(error, target);
  }
}

/** What nobody can have meant to be replaced. */
async function refuseOther(target: HostPath): Promise<void> {
  if (!(await lstat(target)).isDirectory()) {
    throw new BuilderError('USAGE', `${target} is there, and is no folder.`, {
      hint: 'Name another folder with --output.',
    });
  }
  if (await isThere(inHost(target, '.git'))) {
    throw new BuilderError('USAGE', `${target} is a checkout of git, which is not replaced.`, {
      hint: 'Name another folder with --output.',
    });
  }
}

async function isThere(path: HostPath): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
