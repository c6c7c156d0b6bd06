export { stackCatalogue } from './catalogue.js';
export { type BuildContext, withRecipeLimits } from './context.js';
export { giveCompilerResults, keepCompilerResults, type RecipeFiles } from './kept-results.js';
export { packagesOf } from './packages-of.js';
export { asPart, partFinished } from './part.js';
export { openSandboxes, sandboxOf } from './sandboxes.js';
export { openIn, rootIn, sandboxIn, type Setting, settingOf } from './setting.js';
export { toolOn } from './tool.js';
export {
  boxMount,
  furtherFolder,
  furtherMounts,
  intoShell,
  makeBox,
  onHost,
  openWorkplace,
  readWorkplace,
  leaveWorkplace,
  recordFailure,
  removeWorkplace,
  type Workplace,
  workplaceName,
  workplaceOf,
} from './workplace.js';
export { foresee } from './foresee.js';
export { fetchPlanSources, type PlanSources, type Signature } from './fetch.js';
