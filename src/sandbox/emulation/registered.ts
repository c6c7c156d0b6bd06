import type { Arch } from '../../architecture.js';
import type { HostPath } from '../../path.js';
import type { EmulationWay, EmulatorStatus } from './emulator.js';
import { BINFMT_MISC, entriesFor, isFixed, readEntries, type Entry } from './entries.js';

/** What registers qemu with a machine's binfmt_misc, as a sandbox needs it. */
export const REGISTER_COMMAND = 'apt-get install --yes --reinstall binfmt-support qemu-user-static';

/** Whether the machine's own binfmt_misc runs an architecture's programs in a sandbox too. */
export async function probeRegistered(arch: Arch, folder: HostPath): Promise<EmulatorStatus> {
  return chooseEntry(arch, await readEntries(folder));
}

/** See {@link probeRegistered}. */
export const registered: EmulationWay = {
  kind: 'registered',
  probe: (arch, { binfmt }) => probeRegistered(arch, binfmt),
};

/**
 * Chooses among what is registered. Of several entries for one architecture the kernel takes the
 * newest, which can't be seen here, so all have to be usable. Pure.
 */
function chooseEntry(arch: Arch, all: readonly Entry[]): EmulatorStatus {
  const entries = entriesFor(arch, all);
  const [entry] = entries;
  if (entry === undefined) {
    return {
      works: false,
      code: 'NO_SANDBOX',
      reason: `nothing is registered for ${arch} with this machine's binfmt_misc`,
      remedy: REGISTER_COMMAND,
      ordinary: true,
    };
  }
  const loose = entries.find((one) => !isFixed(one));
  if (loose === undefined) {
    const reason = `registered with this machine's binfmt_misc as ${entry.name}`;
    return { works: true, emulator: { kind: 'registered', arch, entry: entry.name }, reason };
  }
  const flags = loose.flags === '' ? 'it has none' : `it has ${loose.flags}`;
  return {
    works: false,
    code: 'NO_SANDBOX',
    reason: `${loose.name} is registered with this machine's binfmt_misc without the flag F (${flags}), so that a sandbox can't find ${loose.interpreter}`,
    remedy: `echo -1 >${BINFMT_MISC}/${loose.name}; ${REGISTER_COMMAND}`,
  };
}
