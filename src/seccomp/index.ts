export { machineFilter } from './machine-filter.js';
export { profileOf } from './profile.js';
export { rulesFor, UNKNOWN_TO_PROOT } from './rules.js';
