export { inspectElf } from './inspect.js';
export { librariesOf } from './libraries.js';
export { parseReadelf, type Dynamic, type Elf } from './readelf.js';
export {
  argumentOf,
  batches,
  onEachBatch,
  versionOf,
  type Refusal,
  type RunTool,
  type Tool,
} from './run-tool.js';
