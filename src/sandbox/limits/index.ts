export { decideLimits, machineMemory, type Limits } from './limits.js';
export { behind, engineLimits } from './apply.js';
