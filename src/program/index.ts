export { BUILD_USER, giveToBuildUser, isClosedToBuildUser, isRoot } from './build-user.js';
export { findProgram } from './find-program.js';
export { killGroup, signalGroup } from './group.js';
export { programLines } from './lines.js';
export { isMissingError, missingProgram, missingReason } from './missing.js';
export { type Ended, type Outcome, runProgram, tailOf, throwIfAborted, tryProgram } from './run.js';
export { startProgram } from './start.js';
export { asGroup, TOLD_OF_DEATH } from './tied.js';
