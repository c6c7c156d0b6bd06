export { checkManifest } from './check-manifest.js';
export type { ManifestCheck, ManifestFinding, Observation, Surroundings } from './check.js';
export { manifestChecks } from './checks.js';
export { manifestChecksMarkdown } from './explain.js';
export { gatherSurroundings } from './surroundings.js';
