export { BUILD_USER, giveToBuildUser, isClosedToBuildUser, isRoot } from './build-user.js';
export { killGroup, signalGroup } from './group.js';
export { programLines } from './lines.js';
export { type Ended, missingProgram, runProgram, tailOf, throwIfAborted } from './run.js';
