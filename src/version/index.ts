export { compareVersions, newest } from './compare.js';
export { lineOf } from './line.js';
export { isMeant, isPreviewMeant } from './meant.js';
export { inNumericOrder } from './numeric-order.js';
export { matchesPattern } from './pattern.js';
export { numbersOf } from './numbers.js';
export { isInRange } from './range.js';
