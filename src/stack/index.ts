export { stackJsonSchema, stackSchema, type StackDefinition } from './schema.js';
export { findStack, loadStacks, type Stack } from './load.js';
export {
  ENGINE_NAMES,
  probeEngine,
  type Engine,
  type EngineName,
  type EngineOptions,
  type EngineStatus,
} from './engine.js';
export {
  rootRecordSchema,
  type Root,
  type RootContext,
  type RootForm,
  type RootRecord,
  type RootRequest,
} from './root.js';
export { readCatalogue, writeCatalogue, type Catalogue } from './catalogue.js';
export { prepareRoot } from './prepare.js';
export { stackStatus, type StackStatus } from './status.js';
export { chooseStack, type StackChoice, type StackChoiceRequest } from './choose.js';
