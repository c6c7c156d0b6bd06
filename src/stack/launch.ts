import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { hostPath, inHost, type HostPath } from '../path.js';
import type { BootstrapMode } from './bootstrap.js';
import { confine } from './confine.js';
import { runProgram } from './program.js';

/** How mmdebstrap is started. */
export interface Launch {
  /** The command line, without the arguments of mmdebstrap itself. */
  command: readonly [string, ...string[]];
  /** Added to our own environment. */
  environment: Readonly<Record<string, string>>;
}

/**
 * Runs mmdebstrap and all that it starts as one: it cleans up only when every part of it is told
 * to end. `setpriv --pdeathsig` tells this script when we are killed. $1 is a folder that goes at the
 * end, whoever owns what is in it, or empty; what was killed may take a moment to be gone from it.
 */
const TIED = `trap 'trap "" TERM; kill -TERM 0' TERM
scratch=$1
shift
exec 3<&0
"$@" <&3 3<&- &
exec 3<&-
wait "$!"
code=$?
wait
[ -z "$scratch" ] || rm -rf -- "$scratch" || { sleep 1; rm -rf -- "$scratch"; }
exit "$code"`;

const TELLS_DEATH = ['setpriv', '--pdeathsig', 'TERM', '--'] as const;

/**
 * How mmdebstrap is started in a mode.
 * @param folder where the root is made and what is left half made goes away with
 * @throws BuilderError MISSING_PROGRAM, STACK_NOT_READY, INTERRUPTED
 */
export async function launchOf(
  mode: BootstrapMode,
  folder: HostPath,
  signal?: AbortSignal,
): Promise<Launch> {
  switch (mode) {
    case 'root':
      return {
        command: [...TELLS_DEATH, ...(await ownMounts(signal)), ...tied('', 'mmdebstrap')],
        environment: { TMPDIR: folder },
      };
    case 'unshare':
      // The other users of a user namespace can't get into the cache folder of ours.
      return { command: [...TELLS_DEATH, ...tied('', 'mmdebstrap')], environment: {} };
    case 'chrootless':
      return await confinedLaunch(folder, signal);
  }
}

async function confinedLaunch(folder: HostPath, signal: AbortSignal | undefined): Promise<Launch> {
  const asRoot = process.getuid?.() === 0;
  // What other users of a user namespace own, only its root can remove; so it isn't in our cache.
  const scratch = asRoot ? folder : hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'stack-')));
  try {
    const { namespace, confined } = await confine(scratch, signal);
    const program = tied(asRoot ? '' : scratch, ...confined, 'mmdebstrap');
    return { command: ['env', ...namespace, ...TELLS_DEATH, ...program], environment: {} };
  } catch (error) {
    if (!asRoot) await rmdir(scratch);
    throw error;
  }
}

function tied(scratch: string, ...command: readonly string[]): string[] {
  return ['sh', '-c', TIED, 'tied', scratch, ...command];
}

/**
 * As root, mmdebstrap mounts /proc and /sys into what it makes, in sight of the whole machine; in a
 * mount namespace of its own they go with it. Containers may be forbidden to have one: then
 * mmdebstrap can't mount either.
 */
async function ownMounts(signal: AbortSignal | undefined): Promise<string[]> {
  const own = ['unshare', '--mount', '--'] as const;
  const { exitCode } = await runProgram([...own, 'true'], { ...(signal && { signal }) });
  return exitCode === 0 ? [...own] : [];
}
