export { stackOfBuildpack } from './buildpack.js';
export { requirePage } from './page.js';
export type { Answer, RunRequest, StagedApplication, StageRequest } from './request.js';
export { runDroplet } from './run-droplet.js';
export { stageApplication } from './stage-application.js';
export { parseVariables } from './variables.js';
