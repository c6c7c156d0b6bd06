export type { Mapping } from './paths.js';
export { pruneTree } from './prune.js';
export { relocateTree, type RelocationOptions } from './relocate-tree.js';
