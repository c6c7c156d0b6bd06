export { diffManifests } from './diff.js';
export { describeDifference, type ManifestDifference } from './difference.js';
