export { type Contents, listContents } from './contents.js';
export { digestArtifact } from './digest.js';
export { keepFile } from './keep-file.js';
export { type Packed, packTree } from './pack.js';
export type { ExtraFile } from './tree.js';
export { unpackArtifact, type UnpackArtifactOptions } from './unpack.js';
