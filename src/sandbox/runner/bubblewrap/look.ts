import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { findProgram, isRoot } from '../../../program/index.js';
import { closedDevices } from './devices.js';
import { closedSwitch } from './switches.js';

/**
 * Whether all that can be seen without a trial says that bubblewrap can make a sandbox here: it is installed,
 * nothing filters our system calls, and root has its rights, or the kernel lets users have namespaces. It
 * may, rarely, fail all the same.
 */
export async function looksFit(): Promise<boolean> {
  const [program, status, devices, shut] = await Promise.all([
    findProgram('bwrap'),
    readFile('/proc/self/status', 'latin1').catch(() => ''),
    closedDevices(),
    closedSwitch(),
  ]);
  if (program === undefined || devices.length > 0 || shut !== undefined) return false;
  const container = existsSync('/.dockerenv') || existsSync('/run/.containerenv');
  return mayMakeNamespaces(status, { root: isRoot(), container });
}

/** The capabilities that a process as root needs for a sandbox, by their numbers: see capabilities(7). */
const NEEDED = {
  CAP_SETGID: 6,
  CAP_SETUID: 7,
  CAP_SETPCAP: 8,
  CAP_NET_ADMIN: 12,
  CAP_SYS_ADMIN: 21,
};

/**
 * Whether a process may make all namespaces, by its `status`, see proc(5). An ordinary user in a container
 * mostly may not, for reasons that stand nowhere. Pure.
 */
export function mayMakeNamespaces(
  status: string,
  { root, container }: { root: boolean; container: boolean },
): boolean {
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)$`, 'm').exec(status)?.[1];
  if (field('Seccomp') !== '0' || field('NoNewPrivs') !== '0') return false;
  if (!root) return !container;
  const rights = BigInt(`0x${field('CapEff') ?? '0'}`);
  return Object.values(NEEDED).every((number) => (rights >> BigInt(number)) % 2n === 1n);
}
