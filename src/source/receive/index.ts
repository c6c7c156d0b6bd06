export { forBuild, tellWaiting } from './belonging.js';
export {
  fetchError,
  type FailedOrigin,
  type FailureKind,
  OriginFailure,
  withheldHint,
} from './failure.js';
export { fileNameFrom } from './file-name.js';
export { discard, land, landedBytes, landingOf, readNote, writeNote } from './landing.js';
export { Progress } from './progress.js';
export type { Received, Receiving } from './received.js';
export { TIMEOUTS, type Timeouts } from './timeouts.js';
