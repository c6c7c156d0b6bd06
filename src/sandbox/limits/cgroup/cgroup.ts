import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { BuilderError, reasonOf, systemErrorCode } from '../../../error.js';
import { inHost, type HostPath } from '../../../path.js';
import type { Limits } from '../limits.js';
import { countOf, type Counters } from '../judge.js';
import { cgroupName, ownSelf } from './name.js';
import { textOf, type Parent } from './usable.js';

/** The cgroups of one command: one for each hierarchy. */
export interface Cgroups {
  /** What is put before a program and its arguments, so that it and all that it starts is in them. */
  readonly join: readonly string[];
  readonly counters: () => Promise<Counters>;
  /** Kills what is left in them, and removes them. */
  readonly close: () => Promise<void>;
}

/** Puts itself into the cgroups that stand before `--`, then becomes what stands behind it. */
const JOIN = `while [ "$1" != -- ]; do echo 0 >"$1/cgroup.procs" || exit 125; shift; done
shift
exec "$@"`;

let made = 0;

/**
 * Makes the cgroups of a command.
 * @throws BuilderError SANDBOX_FAILED
 */
export async function openCgroups(parents: readonly Parent[], limits: Limits): Promise<Cgroups> {
  const name = cgroupName(await ownSelf(), ++made);
  const children: Child[] = [];
  const close = async () => {
    for (const child of children) await remove(child);
  };
  try {
    for (const parent of parents) {
      const child = { parent, folder: inHost(parent.folder, name) };
      await mkdir(child.folder);
      children.push(child);
      await setLimits(child, limits);
    }
  } catch (error) {
    await close();
    const where = parents.map(({ folder }) => folder).join(', ');
    throw new BuilderError(
      'SANDBOX_FAILED',
      `no cgroup could be made in ${where}: ${reasonOf(error)}`,
      {
        hint: 'binary-builder doctor tells what this machine lacks.',
        cause: error,
      },
    );
  }
  return {
    join: ['/bin/sh', '-c', JOIN, 'join', ...children.map(({ folder }) => folder), '--'],
    close,
    async counters() {
      const [memory, pids] = (['memory', 'pids'] as const).map((controller) =>
        children.find(({ parent }) => parent.controllers.includes(controller)),
      );
      return {
        oomKills: await countIn(
          memory,
          memory?.parent.version === 1 ? OOM_CONTROL : 'memory.events',
          'oom_kill',
        ),
        refusedForks: await countIn(pids, 'pids.events', 'max'),
      };
    },
  };
}

interface Child {
  readonly parent: Parent;
  readonly folder: HostPath;
}

const OOM_CONTROL = 'memory.oom_control';

async function setLimits({ parent, folder }: Child, limits: Limits): Promise<void> {
  for (const { file, value, needed } of settingsFor(parent, limits)) {
    const written = writeFile(inHost(folder, file), `${value}\n`, { flag: 'r+' });
    await (needed ? written : written.catch(() => undefined));
  }
}

/** What is written into a file of a cgroup. */
interface Setting {
  readonly file: string;
  readonly value: number;
  /** Not where the kernel may be one that doesn't have it. */
  readonly needed: boolean;
}

/**
 * What is written into a cgroup that is made in a parent. Pure.
 *
 * Files: admin-guide/cgroup-v1/memory.rst, cgroup-v1/pids.rst and cgroup-v2.rst of the kernel.
 */
export function settingsFor(
  { version, controllers, ceiling }: Pick<Parent, 'version' | 'controllers' | 'ceiling'>,
  { memory, processes }: Limits,
): Setting[] {
  const pids =
    controllers.includes('pids') && processes.value !== undefined
      ? [{ file: 'pids.max', value: processes.value, needed: true }]
      : [];
  if (!controllers.includes('memory') || memory.value === undefined) return pids;
  const value = Math.min(memory.value, ceiling ?? Infinity);
  const [file, swap] =
    version === 1
      ? ['memory.limit_in_bytes', { file: 'memory.memsw.limit_in_bytes', value, needed: false }]
      : ['memory.max', { file: 'memory.swap.max', value: 0, needed: false }];
  // Who gives a number means it with what is swapped out.
  const asked = memory.from !== 'default';
  return [...pids, { file, value, needed: true }, ...(asked ? [swap] : [])];
}

async function countIn(
  child: Child | undefined,
  file: string,
  name: string,
): Promise<number | undefined> {
  return child === undefined ? undefined : countOf(await textOf(inHost(child.folder, file)), name);
}

/** Milliseconds that processes get to be gone after they were killed, and between two looks. */
const PATIENCE = 10_000;
const INTERVAL = 10;

/** What can't be removed now is by the next process that makes cgroups here. */
async function remove({ folder }: Child): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      if (systemErrorCode(error) !== 'EBUSY' || performance.now() > deadline) return;
    }
    await killAll(folder);
    await pause(INTERVAL);
  }
}

async function killAll(folder: HostPath): Promise<void> {
  const text = (await textOf(inHost(folder, 'cgroup.procs'))) ?? '';
  for (const pid of text.split('\n').map(Number)) {
    if (pid <= 1) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone, or another user's: bubblewrap ends that one itself.
    }
  }
}
