export { checkManifest } from './check-manifest.js';
export type { ManifestFinding } from './check.js';
export { manifestChecks } from './checks.js';
export { manifestChecksMarkdown } from './explain.js';
export { fetchAll, type FetchedUri, findingOfFetch } from './fetch.js';
export { gatherSurroundings } from './surroundings.js';
