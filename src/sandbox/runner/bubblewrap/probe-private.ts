import os from 'node:os';
import type { Arch } from '../../../architecture.js';
import { isMissingError } from '../../../program/index.js';
import type { HostPath } from '../../../path.js';
import { findBubblewrap } from './program.js';
import { tryBubblewrap } from './trial.js';
import type { EmulationWay, EmulatorStatus } from '../../emulation/emulator.js';
import { withPrivateRegistration } from '../../emulation/private.js';
import { findQemu, type Qemu } from '../../emulation/qemu.js';
import { REGISTER_COMMAND } from '../../emulation/registered.js';

/** Tries whether a sandbox can have a binfmt_misc of its own. */
export async function probePrivate(
  arch: Arch,
  { path: qemu, name }: Qemu,
  signal?: AbortSignal,
): Promise<EmulatorStatus> {
  const linux = `Linux ${/^\d+\.\d+/.exec(os.release())?.[0] ?? os.release()}`;
  const complaint = await tryPrivate({ arch, qemu }, signal);
  if (complaint === undefined) {
    const reason = `binfmt_misc of its own (${linux}), ${name}`;
    return { works: true, emulator: { kind: 'private', arch, qemu }, reason };
  }
  return {
    works: false,
    code: 'NO_SANDBOX',
    reason: `a sandbox can't have a binfmt_misc of its own here (${linux}): ${complaint}`,
    remedy: REGISTER_COMMAND,
  };
}

/** See {@link probePrivate}. */
export const privately: EmulationWay = {
  kind: 'private',
  async probe(arch, { signal }) {
    const qemu = await findQemu(arch, signal);
    return qemu.works ? await probePrivate(arch, qemu, signal) : qemu;
  },
};

/** What it fails with, if it does. */
async function tryPrivate(
  registered: { arch: Arch; qemu: HostPath },
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const ended = await tryBubblewrap(await findBubblewrap(), signal, (argv) =>
      withPrivateRegistration(registered, argv),
    );
    if (ended.exitCode === 0) return undefined;
    const [line = ''] = ended.stderr.trim().split('\n');
    return line === '' ? `exit status ${ended.exitCode}` : line.replace(/\.$/, '');
  } catch (error) {
    if (isMissingError(error)) return error.message;
    throw error;
  }
}
