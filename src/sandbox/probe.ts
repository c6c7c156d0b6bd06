import { existsSync } from 'node:fs';
import { access, constants, readFile } from 'node:fs/promises';
import { BuilderError } from '../error.js';
import { GUEST, type HostPath } from '../path.js';
import { probeEngine } from '../stack/index.js';
import { findBubblewrap } from './bubblewrap-program.js';
import { closedDevices, openingCommand } from './devices.js';
import { RUNNER_NAMES, type Runner, type RunnerName } from './sandbox.js';
import { tryBubblewrap } from './trial.js';

/** Whether a runner works here; if not, why, and the command that mends it. */
export type RunnerStatus =
  | { works: true; runner: Runner; version: string }
  | { works: false; name: RunnerName; reason: string; remedy: string };

/** Options of the probes. */
export interface ProbeOptions {
  cache: HostPath;
  signal?: AbortSignal;
}

/** Tries one runner for real. */
export async function probeRunner(name: RunnerName, options: ProbeOptions): Promise<RunnerStatus> {
  switch (name) {
    case 'bubblewrap':
      return await probeBubblewrap(options);
    case 'host':
      return await probeHost();
    case 'docker':
    case 'podman': {
      const status = await probeEngine(name, options);
      if (!status.works) return status;
      const { engine } = status;
      return { works: true, runner: { name, engine }, version: engine.version };
    }
  }
}

/** Tries all runners; in the order of RUNNER_NAMES. */
export async function probeRunners(options: ProbeOptions): Promise<RunnerStatus[]> {
  return await Promise.all(RUNNER_NAMES.map((name) => probeRunner(name, options)));
}

async function probeBubblewrap({ signal }: ProbeOptions): Promise<RunnerStatus> {
  const name = 'bubblewrap';
  try {
    const program = await findBubblewrap();
    const { exitCode, stderr } = await tryBubblewrap(program, signal);
    if (exitCode === 0) return { works: true, runner: { name }, version: program.version };
    const reason = stderr.trim().split('\n').at(-1) ?? '';
    return { works: false, name, reason: reason.replace(/^bwrap: /, ''), remedy: await mend() };
  } catch (error) {
    if (!(error instanceof BuilderError) || error.code !== 'MISSING_PROGRAM') throw error;
    const remedy = 'apt-get install --yes bubblewrap';
    return { works: false, name, reason: error.message, remedy };
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

async function probeHost(): Promise<RunnerStatus> {
  const name = 'host';
  try {
    await access('/', constants.W_OK);
    return { works: true, runner: { name }, version: process.version };
  } catch {
    const reason = `${GUEST.root} can't be made by this user`;
    return { works: false, name, reason, remedy: 'run as root, inside a container of the stack' };
  }
}
