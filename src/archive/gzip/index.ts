export type { Spare } from './blocks.js';
export { gzip } from './gzip.js';
export { rawDeflate } from './raw-deflate.js';
