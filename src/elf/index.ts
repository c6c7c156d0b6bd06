export type { Dynamic } from './dynamic.js';
export { examineElf, inspectElf, type Inspected } from './inspect.js';
export { librariesOf } from './libraries.js';
export { isLoadable, parseReadelf, type Elf, type ElfDetails } from './readelf.js';
export {
  argumentOf,
  batches,
  onEachBatch,
  versionOf,
  type Refusal,
  type RunTool,
  type Tool,
} from './run-tool.js';
export type { Section } from './sections.js';
export { symbolsNeeding } from './symbols.js';
export type { VersionNeed } from './versions.js';
