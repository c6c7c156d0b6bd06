export type { StripOptions } from './elf/relocate-elf.js';
export type { RunTool } from '../elf/index.js';
export type { Mapping } from './paths.js';
export { pruneTree } from './prune.js';
export {
  relocateTree,
  type RelocationOptions,
  type RelocationReport,
  type Tree,
} from './relocate-tree.js';
