export { forBuild, tellWaiting } from './belonging.js';
export {
  fetchError,
  type FailedOrigin,
  type FailureKind,
  limitOf,
  OriginFailure,
  withheldHint,
} from './failure.js';
export { fileNameFrom } from './file-name.js';
export { watchingGrowth } from './growth.js';
export { capped, paced, requireSize, timeUp, tooSlow } from './limits.js';
export {
  discard,
  land,
  landedBytes,
  type Landing,
  landingOf,
  readNote,
  writeNote,
} from './landing.js';
export { Progress } from './progress.js';
export type { Received, Receiving } from './received.js';
