export { packTree, type Packed, type PackOptions } from './pack.js';
export { unpackArtifact } from './unpack.js';
export type { ExtraFile } from './tree.js';
