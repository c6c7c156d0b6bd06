import { ARCHITECTURES, type Arch } from '../../architecture.js';
import type { HostPath } from '../../path.js';
import { runProcess } from '../command/process.js';
import type { Refusal } from './emulator.js';
import { isMissingError, missingReason } from '../../program/index.js';
import { findProgram } from '../../program/index.js';

/** qemu for an architecture, as it is on this machine. */
export interface Qemu {
  works: true;
  path: HostPath;
  /** For messages: its name and version. */
  name: string;
}

/**
 * Finds the qemu of an architecture. A static one: inside a root of that architecture there is
 * nothing that another one could be linked with.
 */
export async function findQemu(arch: Arch, signal?: AbortSignal): Promise<Qemu | Refusal> {
  const program = `qemu-${ARCHITECTURES[arch].qemu}-static`;
  const refusal: Refusal = {
    works: false,
    code: 'MISSING_PROGRAM',
    reason: missingReason(program),
    remedy: 'apt-get install --yes qemu-user-static',
  };
  const path = await findProgram(program);
  if (path === undefined) return refusal;
  try {
    const request = { environment: {}, lifeline: false, signal } as const;
    const { exitCode, stdout } = await runProcess({ argv: [path, '--version'], ...request });
    const version = /version (\d+\.\d+)/.exec(stdout)?.[1];
    if (exitCode === 0 && version !== undefined) {
      return { works: true, path, name: `${program} ${version}` };
    }
  } catch (error) {
    if (!isMissingError(error)) throw error;
  }
  return { ...refusal, reason: `${path} does not run` };
}
