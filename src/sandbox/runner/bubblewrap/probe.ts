import { existsSync } from 'node:fs';
import { isMissingError } from '../../../program/index.js';
import type { Probed, ProbeOptions } from '../kind.js';
import { closedDevices, openingCommand } from './devices.js';
import { looksFit } from './look.js';
import { findBubblewrap } from './program.js';
import { closedSwitch } from './switches.js';
import { tryBubblewrap } from './trial.js';

/** Tries whether bubblewrap can make a sandbox here; or looks, and tries where that doesn't tell. */
export async function probeBubblewrap({ look, signal }: ProbeOptions): Promise<Probed> {
  if (look === true && (await looksFit())) return { works: true, version: 'unknown' };
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

async function mend(): Promise<string> {
  const closed = await closedDevices();
  if (closed.length > 0) return openingCommand(closed).join(' ');
  const shut = await closedSwitch();
  if (shut !== undefined) return `sysctl --write ${shut}`;
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv')
    ? 'start this container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined, or use --runner host inside it'
    : 'apt-get install --yes --reinstall bubblewrap';
}
