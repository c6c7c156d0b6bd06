export { checkManifest } from './check-manifest.js';
export type { CheckReport, ManifestFinding, NamedStack, WantedPackage } from './check.js';
export { manifestChecks } from './checks.js';
export { manifestChecksMarkdown } from './explain.js';
export { fetchAll, type FetchedUri } from './fetch.js';
export { type AskedChecks, gatherSurroundings } from './surroundings.js';
