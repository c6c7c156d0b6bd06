import { startProgram } from '../program/index.js';
import { closedDevices, openingCommand } from '../sandbox/index.js';
import type { Diagnosis } from './diagnosis.js';

/** The devices that a sandbox takes from the machine: some containers have them closed to all but root. */
export async function diagnoseDevices(): Promise<Extract<Diagnosis, { of: 'devices' }>> {
  const closed = await closedDevices();
  const remedy = closed.length === 0 ? [] : openingCommand(closed);
  return { of: 'devices', state: closed.length === 0 ? 'ok' : 'missing', closed, remedy };
}

/** Opens devices to all users, as root. */
export async function openDevices(closed: readonly string[]): Promise<void> {
  const { child } = await startProgram(openingCommand(closed), { stdin: 'ignore' });
  await child;
}
