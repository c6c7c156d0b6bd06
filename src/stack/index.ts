export { chooseStack } from './choose.js';
export { findStack, loadStacks, type Stack } from './definition/load.js';
export { type KnownStack, knownStacks, stackNamesJsonSchema } from './definition/names.js';
export { type StackDefinition, stackJsonSchema, stackSchema } from './definition/schema.js';
export { complaint, type Engine, type EngineStatus, PATIENCE, runEngine } from './engine/engine.js';
export { isContainer, isMachine, stackOfMachine } from './machine-stack.js';
export { prepareRoot } from './prepare/prepare.js';
export { type Catalogue, readCatalogue, writeCatalogue } from './root/catalogue.js';
export {
  type Root,
  type RootForm,
  type RootRecord,
  rootRecordSchema,
  type RootRequest,
} from './root/root.js';
export { stackStatus } from './status.js';
