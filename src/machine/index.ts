export { canBuild, diagnoseMachine } from './diagnose.js';
export type { Diagnosis } from './diagnosis.js';
export { diagnoseDevices, openDevices } from './devices.js';
export { installArguments, installPackages, missingPackages } from './install.js';
export { diagnoseMemoryLimit } from './memory-limit.js';
export { isForeign } from './stacks.js';
