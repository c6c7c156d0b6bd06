import { systemErrorCode } from '../error.js';

/** Kills a process that leads a group of its own, with all that it started; none is no error. */
export function killGroup(leader: number | undefined): void {
  signalGroup(leader, 'SIGKILL');
}

/** Sends a signal to a process that leads a group of its own, and to all in it; none is no error. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}
