export { chooseRunner, parseRunner, rootFormOf, type RunnerChoice } from './choose.js';
export { closedDevices, openingCommand } from './devices.js';
export type { Emulator } from './emulation/emulator.js';
export { probeEmulator } from './emulation/probe.js';
export { giveToSteps, isClosedToSteps } from './give.js';
export { type CgroupStatus, probeCgroups } from './limits/cgroup/index.js';
export {
  decideLimits,
  type Exceeded,
  type Limits,
  machineMemory,
  MEMORY_SHARE,
} from './limits/limits.js';
export { limitError, tellExceeded } from './limits/tell.js';
export { openSandbox } from './open.js';
export { probeRunner, probeRunners, type RunnerStatus } from './probe.js';
export {
  type Command,
  type Mount,
  type Runner,
  RUNNER_NAMES,
  type RunnerName,
  type Sandbox,
} from './sandbox.js';
