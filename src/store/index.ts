export { findArtifact, markUsed, storeArtifact, type StoredArtifact } from './artifact.js';
export {
  CACHE_KINDS,
  type CacheFolders,
  cacheFolders,
  type CacheKind,
  cacheLock,
  cacheRoot,
  fileLock,
} from './cache.js';
export type { Context } from './context.js';
export { artifactName, listRecords, surveyRecords, withoutRecord } from './checksums.js';
export { type Companions, contentsName, planJson, readPlanJson } from './companions.js';
export { giveResults, replaceResults, resultsName } from './compiler-results.js';
export {
  type Contents,
  contentsJson,
  contentsSchema,
  type LinkedFile,
  type NeededLibrary,
  readContents,
} from './contents.js';
export { findRecord, findRecordAlone, type RecordPlaces } from './find-record.js';
export type { FoundArtifact } from './found-artifact.js';
export {
  type Provenance,
  provenanceJson,
  provenanceSchema,
  readProvenance,
  readProvenanceIfWhole,
} from './provenance.js';
export { pruneCache } from './prune.js';
export { publishArtifact } from './publish.js';
export { recordMismatches } from './record-mismatches.js';
export {
  type ArtifactRecord,
  manifestEntryYaml,
  readRecord,
  recordSchema,
  recordYaml,
} from './record.js';
export { sourcesYaml } from './sources.js';
export { cacheUsage } from './usage.js';
