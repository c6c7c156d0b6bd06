import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isMissingError } from '../../../program/index.js';
import type { Probed, ProbeOptions } from '../kind.js';
import { closedDevices, openingCommand } from './devices.js';
import { findBubblewrap } from './program.js';
import { tryBubblewrap } from './trial.js';

/** Tries whether bubblewrap can make a sandbox here. */
export async function probeBubblewrap({ signal }: ProbeOptions): Promise<Probed> {
  try {
    const program = await findBubblewrap();
    const { exitCode, stderr } = await tryBubblewrap(program, signal);
    if (exitCode === 0) return { works: true, version: program.version };
    const reason = stderr.trim().split('\n').at(-1) ?? '';
    return { works: false, reason: reason.replace(/^bwrap: /, ''), remedy: await mend() };
  } catch (error) {
    if (!isMissingError(error)) throw error;
    const remedy = 'apt-get install --yes bubblewrap';
    return { works: false, reason: error.message, remedy };
  }
}

/** Switches of the kernel that keep people from making user namespaces, and the value that lets them. */
const SWITCHES = [
  ['kernel.apparmor_restrict_unprivileged_userns', '0'],
  ['kernel.unprivileged_userns_clone', '1'],
  ['user.max_user_namespaces', '10000'],
] as const;

async function mend(): Promise<string> {
  const closed = await closedDevices();
  if (closed.length > 0) return openingCommand(closed).join(' ');
  for (const [name, good] of SWITCHES) {
    const file = `/proc/sys/${name.replaceAll('.', '/')}`;
    const value = (await readFile(file, 'utf8').catch(() => '')).trim();
    const bad = name.startsWith('user.') ? value === '0' : value !== '' && value !== good;
    if (bad) return `sysctl --write ${name}=${good}`;
  }
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv')
    ? 'start this container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined, or use --runner host inside it'
    : 'apt-get install --yes --reinstall bubblewrap';
}
