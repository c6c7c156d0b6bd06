export { complaintOf, headOf, missingDecompressor, tarOf } from './decompress.js';
export { fillFolder } from './fill-folder.js';
export { FORMAT_BYTES, formatOf } from './format.js';
export { DEFAULT_LIMITS, type Limits, limitWords } from './limits.js';
export { Thread } from './thread.js';
