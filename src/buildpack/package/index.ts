export { stacksIn } from './choose.js';
export { type BuildpackList, type DependencyRow, listBuildpack } from './list.js';
export { packageBuildpack } from './package.js';
export type { PackagedBuildpack, PackageRequest } from './request.js';
export { type BuildpackSummary, summarizeBuildpack } from './summary.js';
