import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { hostPath, inHost, type HostPath } from '../../path.js';
import type { Bootstrap } from './bootstrap.js';
import { confine } from '../confine/confine.js';
import { asGroup, runProgram, TOLD_OF_DEATH } from '../../program/index.js';
import { readReach } from '../mirror/reach.js';

/** The date of everything in a root, so that the same packages give the same bytes: 2024-01-01. */
const ROOT_EPOCH = 1_704_067_200;

/** How mmdebstrap is started. */
export interface Launch {
  /** The command line, without the arguments of mmdebstrap itself. */
  command: readonly [string, ...string[]];
  /** Its whole environment. */
  environment: Readonly<Record<string, string | undefined>>;
  /** `host:port` of what a package wanted to reach that is no mirror, as far as that is known. */
  refused: () => readonly string[];
  /** Lets go of what was opened for it, once it has ended. */
  close: () => Promise<void>;
}

/** Of our own environment, what mmdebstrap and apt need where they aren't confined. */
const PASSED = [
  ...['PATH', 'HOME'],
  ...['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [
    name,
    name.toUpperCase(),
  ]),
];

const REPRODUCIBLE = { SOURCE_DATE_EPOCH: String(ROOT_EPOCH), LC_ALL: 'C.UTF-8' } as const;

/**
 * How mmdebstrap is started.
 * @param folder where the root is made and what is left half made goes away with
 * @throws BuilderError MISSING_PROGRAM, STACK_NOT_READY, INTERRUPTED
 */
export async function launchOf(
  bootstrap: Pick<Bootstrap, 'mode' | 'mirrors'>,
  folder: HostPath,
  signal?: AbortSignal,
): Promise<Launch> {
  const environment = { ...passed(PASSED), ...REPRODUCIBLE };
  const unwatched = { refused: () => [], close: () => Promise.resolve() };
  switch (bootstrap.mode) {
    case 'root':
      return {
        command: [...TOLD_OF_DEATH, ...(await ownMounts(signal)), ...tied('', 'mmdebstrap')],
        environment: { ...environment, TMPDIR: folder },
        ...unwatched,
      };
    case 'unshare':
      // The other users of a user namespace can't get into the cache folder of ours.
      return {
        command: [...TOLD_OF_DEATH, ...tied('', 'mmdebstrap')],
        environment: { ...environment, ...passed(['TMPDIR']) },
        ...unwatched,
      };
    case 'chrootless':
      return await confinedLaunch(bootstrap.mirrors, folder, signal);
  }
}

function passed(names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

async function confinedLaunch(
  mirrors: readonly string[],
  folder: HostPath,
  signal?: AbortSignal,
): Promise<Launch> {
  const reach = await readReach(mirrors);
  // What other users of a user namespace own, only its root can remove; so it isn't in the cache of
  // an ordinary user, who couldn't remove what is left after a crash.
  const own =
    process.getuid?.() === 0
      ? inHost(folder, 'confined')
      : hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'stack-')));
  await mkdir(own, { recursive: true, mode: 0o700 });
  try {
    const environment = REPRODUCIBLE;
    const confinement = await confine({ folder: own, reach, environment, signal });
    const { namespace, confined, refused, close } = confinement;
    const program = tied(own, ...confined, 'mmdebstrap');
    return {
      command: ['env', ...namespace, ...TOLD_OF_DEATH, ...program],
      environment: passed(['PATH']),
      refused,
      close,
    };
  } catch (error) {
    await rm(own, { recursive: true });
    throw error;
  }
}

/** It cleans up only when every part of it is told to end. */
function tied(scratch: string, ...command: readonly [string, ...string[]]): string[] {
  return asGroup(command, { death: 'TERM', scratch });
}

/**
 * As root, mmdebstrap mounts /proc and /sys into what it makes, in sight of the whole machine; in a
 * mount namespace of its own they go with it. Containers may be forbidden to have one: then
 * mmdebstrap can't mount either.
 */
async function ownMounts(signal?: AbortSignal): Promise<string[]> {
  const own = ['unshare', '--mount', '--'] as const;
  const { exitCode } = await runProgram([...own, 'true'], { signal });
  return exitCode === 0 ? [...own] : [];
}
