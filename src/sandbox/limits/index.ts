export {
  decideLimits,
  machineMemory,
  MEMORY_SHARE,
  type Exceeded,
  type Limit,
  type Limits,
} from './limits.js';
export { behind, engineLimits } from './apply.js';
export { limitError, tellExceeded, type ToldLimit } from './tell.js';
export { probeCgroups, type CgroupStatus } from './cgroup/index.js';
