export { type BuildTimes, buildTimes, type Observed, type Span } from './build-times.js';
export { timingsAnswer } from './answer.js';
export { timingsText } from './text.js';
export { traceJson } from './trace.js';
