import { lazily } from '../lazily.js';

export { requirePage } from './stage/page.js';
export { parseVariables } from './stage/variables.js';
export type {
  Answer,
  Interface,
  RunRequest,
  StagedApplication,
  StageRequest,
} from './stage/request.js';

export const runDroplet = lazily(async () => (await import('./stage/run-droplet.js')).runDroplet);
export const stackOfBuildpack = lazily(
  async () => (await import('./stage/buildpack.js')).stackOfBuildpack,
);
export const stageApplication = lazily(
  async () => (await import('./stage/stage-application.js')).stageApplication,
);

export type { Applied } from './overlay/changes/applied.js';
export type { FileDifference, FileState } from './overlay/file-difference.js';
export type { Overlaid, OverlayRequest } from './overlay/overlay.js';
export const overlayBuildpack = lazily(
  async () => (await import('./overlay/overlay.js')).overlayBuildpack,
);

export { stacksIn } from './package/choose.js';
export type { Layout } from './package/layout.js';
export type { BuildpackList, DependencyRow } from './package/list.js';
export type { PackageContext, PackagedBuildpack, PackageRequest } from './package/request.js';
export type { BuildpackSummary } from './package/summary.js';
export const listBuildpack = lazily(async () => (await import('./package/list.js')).listBuildpack);
export const packageBuildpack = lazily(
  async () => (await import('./package/package.js')).packageBuildpack,
);
export const summarizeBuildpack = lazily(
  async () => (await import('./package/summary.js')).summarizeBuildpack,
);
