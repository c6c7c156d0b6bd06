import { mkdir, rename, rm } from 'node:fs/promises';
import { inHost, type HostPath } from '../path.js';
import { markUsed } from './artifact.js';
import {
  explaining,
  isFolder,
  isTemporary,
  type LockOptions,
  namesIn,
  temporaryName,
  withLock,
} from '../files/index.js';
import { cacheLock, type CacheFolders } from './cache.js';
import { copyPlain, type CopyLimits, type CopyOptions } from '../tree/index.js';

/** What is kept of one kind of build: somewhat more than ccache itself keeps, which is 5 GB. */
const RESULT_LIMITS: CopyLimits = { bytes: 5 * 1024 ** 3, names: 1_000_000 };

/** The digits that end the name of what is kept, after what people read. */
const TRUST_DIGITS = 16;

/**
 * The name of the compiler results of builds that trust each other.
 * @param label what people read
 * @param trust hexadecimal digest of all that such builds have in common, 16 digits at least
 */
export function resultsName(label: string, trust: string): string {
  return `${label}-${trust.slice(0, TRUST_DIGITS)}`;
}

/** Whether a name can be that of kept compiler results; they were kept for a whole stack once. */
export function isResultsName(name: string): boolean {
  return new RegExp(`-[0-9a-f]{${TRUST_DIGITS}}$`).test(name);
}

/**
 * Gives a build a copy of its own of what earlier builds left.
 * @param to an empty folder that no build has seen yet
 * @returns whether there was anything
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function giveResults(
  folders: CacheFolders,
  name: string,
  to: HostPath,
  options: LockOptions = {},
): Promise<boolean> {
  const kept = inHost(folders.ccache, name);
  if (!(await isFolder(kept))) return false;
  return await withLock(
    cacheLock(folders, 'ccache', name),
    () =>
      explaining(to, async () => {
        const copied = await copyPlain(kept, to, how(RESULT_LIMITS, options));
        await markUsed(kept);
        if (copied !== 'too much') return copied > 0;
        // Half of what is kept would do, but which half it is, nobody could tell.
        await rm(to, { recursive: true });
        await mkdir(to);
        return false;
      }),
    options,
  );
}

/**
 * Puts what a build has left of compiler results in the place of what was kept, in one step. Only
 * results and their statistics are taken, nothing that configures ccache. Where it left none, or too
 * much, the former ones stay.
 * @param from a stranger's folder; its last name is not followed should it be a link
 * @returns how many files are kept
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function replaceResults(
  folders: CacheFolders,
  name: string,
  from: HostPath,
  options: LockOptions & { limits?: CopyLimits } = {},
): Promise<number | 'too much'> {
  const { limits = RESULT_LIMITS } = options;
  const kept = inHost(folders.ccache, name);
  const beside = () => inHost(folders.ccache, temporaryName(name));
  return await withLock(
    cacheLock(folders, 'ccache', name),
    () =>
      explaining(kept, async () => {
        await removeUnfinished(folders.ccache, name);
        const [made, former] = [beside(), beside()];
        await mkdir(made, { recursive: true });
        try {
          const copied = await copyPlain(from, made, how(limits, options));
          if (copied === 'too much' || copied === 0) return copied;
          // Killed between the two, there are none: the next build makes them again.
          if (await isFolder(kept)) await rename(kept, former);
          await rename(made, kept);
          return copied;
        } finally {
          for (const path of [made, former]) await rm(path, { recursive: true, force: true });
        }
      }),
    options,
  );
}

/** What killed processes left of attempts to replace it. For callers that hold its lock. */
async function removeUnfinished(folder: HostPath, name: string): Promise<void> {
  for (const found of await namesIn(folder)) {
    if (!found.startsWith(`.${name}.`) || !isTemporary(found)) continue;
    await rm(inHost(folder, found), { recursive: true, force: true });
  }
}

/** ccache has its results in folders of one hexadecimal digit; beside them are its settings. */
function how(limits: CopyLimits, { signal }: LockOptions): CopyOptions {
  return { limits, wanted: (name) => /^[0-9a-f]$/.test(name), signal };
}
