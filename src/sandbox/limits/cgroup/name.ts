import { readFile, readlink } from 'node:fs/promises';

/** Whose a cgroup is: names are taken again after a process has died, times of start are not. */
interface Owner {
  /** The number of the namespace in which the next one counts. */
  readonly namespace: string;
  readonly pid: number;
  /** Clock ticks from the start of the machine to that of the process. */
  readonly started: string;
}

/** The name of a cgroup of ours. Pure. */
export function cgroupName({ namespace, pid, started }: Owner, count: number): string {
  return `binary-builder-${namespace}-${pid}-${started}-${count}`;
}

/** Whose a cgroup of that name is; undefined when it is none of ours. Pure. */
export function ownerOf(name: string): Owner | undefined {
  const [, namespace, pid, started] = /^binary-builder-(\d+)-(\d+)-(\d+)-\d+$/.exec(name) ?? [];
  if (namespace === undefined || pid === undefined || started === undefined) return undefined;
  return { namespace, pid: Number(pid), started };
}

/** This process. */
export async function ownSelf(): Promise<Owner> {
  const [, namespace = '0'] = /\[(\d+)\]/.exec(await readlink('/proc/self/ns/pid')) ?? [];
  const { pid } = process;
  return { namespace, pid, started: (await startOf(pid)) ?? '0' };
}

/** Whether a process is still there; so is every one that we can't look for. */
export async function isAlive(owner: Owner, self: Owner): Promise<boolean> {
  if (owner.namespace !== self.namespace) return true;
  return (await startOf(owner.pid)) === owner.started;
}

/** Field 22 of /proc/PID/stat: proc_pid_stat(5). The second one may hold anything in brackets. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}
