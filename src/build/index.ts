export { build, defaultJobs, entryYaml, type BuildRequest, type BuildResult } from './build.js';
export { fetchPlanSource, type Signature } from './fetch.js';
export { failedBuilds, openShell } from './shell.js';
export type { BuildContext } from './context.js';
export {
  parseArch,
  resolve,
  probeEngines,
  type BuildOrder,
  type Places,
  type Resolved,
} from './resolve.js';
