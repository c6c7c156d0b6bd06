export {
  RUNNER_NAMES,
  type Captured,
  type Command,
  type Mount,
  type Outcome,
  type Runner,
  type RunnerName,
  type RunOptions,
  type Sandbox,
} from './sandbox.js';
export { closedDevices, openingCommand } from './devices.js';
export { giveToSteps, isClosedToSteps } from './give.js';
export {
  decideLimits,
  limitError,
  MEMORY_SHARE,
  probeCgroups,
  tellExceeded,
  type CgroupStatus,
  type Exceeded,
  type Limits,
  type ToldLimit,
} from './limits/index.js';
export { openSandbox, type SandboxOptions } from './open.js';
export { probeRunner, probeRunners, type ProbeOptions, type RunnerStatus } from './probe.js';
export { probeEmulator, type EmulatorOptions } from './emulation/probe.js';
export type { Emulator, EmulatorStatus } from './emulation/emulator.js';
export { chooseRunner, parseRunner, rootFormOf, type RunnerChoice } from './choose.js';
