export { copyAtomic, replaceFile, writeFileAtomic } from './atomic.js';
export { copyBytes } from './copy.js';
export {
  type Algorithm,
  ALGORITHMS,
  type AllDigests,
  DIGEST_LENGTHS,
  type Digests,
  findMismatch,
  isDigest,
  parseDigest,
  strongest,
} from './digest.js';
export {
  changeDistInfo,
  DIST_INFO_MEGABYTES,
  DIST_INFO_RECORD,
  type DistInfoMeasure,
  fitsDistInfo,
  inFormOf,
  measureForDistInfo,
  readDistInfo,
} from './dist-info.js';
export { Digesting, digestingOf, type Measure, measureFile } from './digesting.js';
export { type DocumentFile, placeOfText, readDocument, strictObject } from './document.js';
export { readForeign } from './foreign-file.js';
export { sha256Of } from './hash.js';
export { findInside, readInside, readRegular } from './inside.js';
export { readIfThere, readJson } from './json-file.js';
export { LARGEST, whyTooLarge } from './largest.js';
export {
  lockOpen,
  type LockOptions,
  removeAbandonedLock,
  removeAbandonedLocks,
  tryLock,
  withLock,
} from './lock.js';
export { namesIn } from './names.js';
export { isFile, isFolder, kindOf } from './path-kind.js';
export { explainDisk, explaining, explainingRead, explainSystemError } from './system-error.js';
export {
  goingName,
  ifAbandoned,
  isGoing,
  isTemporary,
  makeTemporary,
  removeAbandoned,
  removeTemporaries,
  temporariesOf,
  temporaryName,
} from './temporary.js';
export { noteFinished, noteUnfinished, unfinished } from './unfinished.js';
export { inDoubleQuotes, yamlText } from './yaml-text.js';
