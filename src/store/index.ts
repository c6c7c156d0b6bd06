export * from './digest.js';
export { inDoubleQuotes } from './yaml-text.js';
export { placeOfText, readDocument, strictObject, type DocumentFile } from './document.js';
export { suggest } from './suggest.js';
export { copyAtomic, replaceFile, writeFileAtomic } from './atomic.js';
export { withLock, type LockOptions } from './lock.js';
export { explainSystemError } from './system-error.js';
export {
  CACHE_KINDS,
  cacheFolders,
  cacheLock,
  cacheRoot,
  type CacheFolders,
  type CacheKind,
} from './cache.js';
export {
  manifestEntryYaml,
  readRecord,
  recordYaml,
  type ArtifactRecord,
  type ManifestEntry,
} from './record.js';
export { findArtifact, markUsed, storeArtifact, type StoredArtifact } from './artifact.js';
export { publishArtifact, type Publication, type Published } from './publish.js';
export { artifactName, listRecords } from './checksums.js';
export { contentsName, planJson, readPlanJson, type Companions } from './companions.js';
export {
  contentsJson,
  readContents,
  type Contents,
  type LinkedFile,
  type Member,
  type NeededLibrary,
  type WaivedCheck,
} from './contents.js';
export {
  provenanceJson,
  readProvenance,
  readProvenanceIfWhole,
  type Provenance,
} from './provenance.js';
export { findRecord, findRecordAlone, type RecordPlaces } from './find-record.js';
export type { FoundArtifact } from './found-artifact.js';
export { isFile, kindOf } from './path-kind.js';
export { recordMismatches, type ActualDigests, type RecordMismatch } from './record-mismatches.js';
export { cacheUsage, type Usage } from './usage.js';
export { giveResults, replaceResults, resultsName } from './compiler-results.js';
export { pruneCache, type Kept, type PruneOptions, type Removed } from './prune.js';
export { namesIn } from './names.js';
export { findInside, readInside, readRegular, type Inside } from './inside.js';
export { sha256Of } from './hash.js';
