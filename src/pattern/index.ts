export { globFault, matcher } from './glob.js';
export { ignoreRules, type LeftOut } from './ignore-rules.js';
