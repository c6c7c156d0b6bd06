export { ZipFault } from './fault.js';
export { withBody, type Workshop } from './body.js';
export { ZIP_LIMITS } from './limits.js';
export type { ZipContent, ZipMember } from './member.js';
export { METHODS } from './methods.js';
export { readZip, readZipText, unpackZip, unpackZipInPart } from './read.js';
export { writeZip } from './write.js';
