export { chooseRunner, parseRunner, rootFormOf, type RunnerChoice } from './choose.js';
export { closedDevices, openingCommand } from './runner/bubblewrap/devices.js';
export type { Emulator } from './emulation/emulator.js';
export { probeEmulator } from './emulator.js';
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
export { emulatorFor, openSandbox } from './open.js';
export { ownStack } from './own-stack.js';
export { probeEngines, probeRunner, probeRunners, type RunnerStatus } from './probe.js';
export type { Command, Mount, Sandbox } from './command/sandbox.js';
export {
  isolatingRunners,
  type Runner,
  RUNNER_NAMES,
  runnerKind,
  type RunnerName,
  runnersFor,
} from './registry.js';
