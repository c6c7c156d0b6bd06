import type { Arch } from '../../../architecture.js';
import { isMissingError, missingReason } from '../../../program/index.js';
import { runProcess, type Ended } from '../../command/process.js';
import type { EmulationWay, EmulatorStatus, Refusal } from '../../emulation/emulator.js';
import { findProgram } from '../../../program/index.js';
import { librariesIn, prootTrial } from '../../emulation/proot.js';
import { findQemu, type Qemu } from '../../emulation/qemu.js';
import { REGISTER_COMMAND } from '../../emulation/registered.js';

/** Tries whether PRoot can follow programs in a sandbox here. */
async function probePRoot(
  arch: Arch,
  { path: qemu, name }: Qemu,
  signal?: AbortSignal,
): Promise<EmulatorStatus> {
  const proot = await findProgram('proot');
  if (proot === undefined) {
    return {
      works: false,
      code: 'MISSING_PROGRAM',
      reason: missingReason('proot'),
      remedy: 'apt-get install --yes proot',
    };
  }
  const run = (...argv: [string, ...string[]]) => {
    const environment = { PATH: process.env.PATH, LC_ALL: 'C' };
    return runProcess({ argv, environment, lifeline: false, signal });
  };
  try {
    // It says that a static program is none of its business, and then nothing is needed.
    const libraries = librariesIn((await run('ldd', proot)).stdout);
    const tools = { proot, qemu, libraries };
    const [tried, told] = [await run('bwrap', ...prootTrial(tools)), await run(proot, '--version')];
    if (tried.exitCode !== 0 || !tried.stdout.includes('qemu')) return doesNotWork(tried);
    const version = /(\d+\.\d+\S*)\s/.exec(told.stdout)?.[1] ?? '';
    const reason = `PRoot ${version}, ${name}`.replace(' ,', ',');
    return { works: true, emulator: { kind: 'proot', arch, tools }, reason };
  } catch (error) {
    if (!isMissingError(error)) throw error;
    return { ...doesNotWork(undefined), reason: error.message };
  }
}

/** See {@link probePRoot}. */
export const byPRoot: EmulationWay = {
  kind: 'proot',
  async probe(arch, { signal }) {
    const qemu = await findQemu(arch, signal);
    return qemu.works ? await probePRoot(arch, qemu, signal) : qemu;
  },
};

function doesNotWork(tried: Ended | undefined): Refusal {
  const line = tried?.stderr.trim().split('\n')[0] ?? '';
  return {
    works: false,
    code: 'NO_SANDBOX',
    reason: `PRoot does not work here: ${line === '' ? `exit status ${tried?.exitCode ?? 1}` : line}`,
    remedy: REGISTER_COMMAND,
  };
}
