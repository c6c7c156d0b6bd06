export { packTree, type Packed, type PackOptions } from './pack.js';
export { unpackArtifact, type UnpackArtifactOptions } from './unpack.js';
export { DEFAULT_LIMITS, type Limits } from './limits.js';
export { digestArtifact, type ArtifactDigests } from './digest.js';
export { listContents, type Contents, type ContentsMember } from './contents.js';
export type { ExtraFile } from './tree.js';
export { rawDeflate } from './raw-deflate.js';
export { fillFolder } from './fill-folder.js';
export type { Spare } from './blocks.js';
