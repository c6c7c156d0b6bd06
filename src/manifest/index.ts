export type {
  Anchor,
  DefaultVersion,
  DeprecationDate,
  Item,
  Located,
  Manifest,
  ManifestEntry,
  MapItem,
  Module,
  PackagingProfile,
  Range,
  Section,
  StackName,
  UrlMapping,
} from './manifest.js';
export { loadManifest, readManifest } from './read.js';
export { isMeant } from './meant.js';
export { titleOf } from './check/wording.js';
export { packagedManifest, type Packaging } from './packaged.js';
export { archOfUri } from './arch-of-uri.js';
export { diffManifests } from './diff.js';
export { describeDifference, type ManifestDifference } from './difference.js';
export { listManifest, type ManifestRow } from './list.js';
export { loadReleased } from './released.js';
export { replaceManifest } from './replace.js';
export {
  checkManifest,
  gatherSurroundings,
  manifestChecks,
  manifestChecksMarkdown,
  type ManifestCheck,
  type ManifestFinding,
  type Surroundings,
} from './check/index.js';
export { fetchAll, findingOfFetch, type FetchedUri } from './fetch.js';
export type { Change, RemovalReason } from './change.js';
export { compareVersions } from './compare-versions.js';
export { newManifest, type NewManifestOptions } from './new.js';
export type { Update, UpdateOptions, Wanted } from './options.js';
export {
  loadPolicies,
  POLICY_FILE,
  type DigestStyle,
  type Policies,
  type Policy,
} from './policy.js';
export { updateManifest } from './update.js';
export { expandUri } from './uri.js';
export { parseManifestPath, PATH_EXAMPLE } from './manifest-path.js';
export { setManifestValues, type SetValue } from './set-manifest-values.js';
