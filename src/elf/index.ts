export { examineElf, inspectElf } from './inspect.js';
export { librariesOf } from './libraries.js';
export { type Elf, type ElfDetails, isLoadable, parseReadelf } from './readelf.js';
export {
  argumentOf,
  batches,
  onEachBatch,
  type Refusal,
  type RunTool,
  versionOf,
} from './run-tool.js';
export type { Section } from './sections.js';
export { symbolsNeeding } from './symbols.js';
