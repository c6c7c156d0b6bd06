export { type BuildResult, defaultJobs, entryYaml } from './build.js';
export { lintRecipes } from './lint.js';
export { buildMany, type Built } from './many.js';
export { obtain } from './obtain.js';
export {
  type BuildOrder,
  limitsOfPlan,
  parseArch,
  type Places,
  resolve,
  type Resolved,
} from './resolve.js';
