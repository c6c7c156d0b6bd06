import path from 'node:path';
import { hostPath, type HostPath } from '../../../path.js';

/** What of a cgroup we set. */
export type Controller = 'memory' | 'pids';

const CONTROLLERS: readonly Controller[] = ['memory', 'pids'];

/** A cgroup of the machine's in which ours could be made. */
export interface Candidate {
  readonly version: 1 | 2;
  readonly folder: HostPath;
  /** The cgroup that we are in ourselves; another one than the folder where ours would lie beside it. */
  readonly own: HostPath;
  /** What it could set; in version 2 that is what `cgroup.subtree_control` of the folder has too. */
  readonly controllers: readonly Controller[];
}

/**
 * The cgroups in which ours could be made, for each controller the best first: in the one that we are in
 * ourselves; in version 2, where a cgroup with processes has none with controllers below it, beside it.
 * Pure.
 *
 * Formats: cgroups(7) for /proc/self/cgroup, proc_pid_mountinfo(5).
 * @param cgroup what /proc/self/cgroup says
 * @param mountinfo what /proc/self/mountinfo says
 */
export function cgroupCandidates(cgroup: string, mountinfo: string): Candidate[] {
  const mounts = cgroupMounts(mountinfo);
  const places = cgroup.split('\n').flatMap((line): Place[] => {
    const [, id, names = '', where = ''] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
    if (id === undefined) return [];
    const version = id === '0' && names === '' ? 2 : 1;
    const controllers = CONTROLLERS.filter(
      (one) => version === 2 || names.split(',').includes(one),
    );
    const mount = mounts.find(
      (one) =>
        one.version === version &&
        (version === 2 || controllers.some((controller) => one.options.includes(controller))) &&
        below(one.root, where) !== undefined,
    );
    const way = mount === undefined ? undefined : below(mount.root, where);
    if (mount === undefined || way === undefined || controllers.length === 0) return [];
    return [{ version, controllers, mount: mount.at, way }];
  });
  return places.flatMap(({ version, controllers, mount, way }) => {
    const own = hostPath(mount, way);
    const beside = version === 2 && way !== '' ? [hostPath(mount, path.posix.dirname(way))] : [];
    return [own, ...beside].map((folder) => ({ version, folder, own, controllers }));
  });
}

interface Place {
  version: 1 | 2;
  controllers: Controller[];
  /** Where the hierarchy is mounted. */
  mount: string;
  /** From there to our own cgroup; empty when that is it. */
  way: string;
}

interface CgroupMount {
  version: 1 | 2;
  /** The cgroup that is mounted. */
  root: string;
  at: string;
  options: string[];
}

function cgroupMounts(mountinfo: string): CgroupMount[] {
  return mountinfo.split('\n').flatMap((line): CgroupMount[] => {
    const [mount = '', filesystem = ''] = line.split(' - ', 2);
    const [, , , root, at] = mount.split(' ').map(unescaped);
    const [type, , options = ''] = filesystem.split(' ');
    if (root === undefined || at === undefined) return [];
    if (type !== 'cgroup' && type !== 'cgroup2') return [];
    return [{ version: type === 'cgroup' ? 1 : 2, root, at, options: options.split(',') }];
  });
}

/** The kernel writes a space, a tab, a newline and a backslash as octal numbers. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** The way from one cgroup down to another; undefined when it isn't below, or outside what we see. */
function below(root: string, where: string): string | undefined {
  if (where.split('/').includes('..') || root.split('/').includes('..')) return undefined;
  if (root === '/') return where.slice(1);
  if (where === root) return '';
  return where.startsWith(`${root}/`) ? where.slice(root.length + 1) : undefined;
}
