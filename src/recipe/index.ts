export type { Facts } from './condition.js';
export {
  type ExpandedRecipe,
  expandLimits,
  expandRecipe,
  type PhaseName,
  PHASES,
  type RecipeFile,
} from './expand.js';
export type { ExpandedArchive, ExpandedFurther } from './expand-source.js';
export type { ExpandedSystem } from './expand-system.js';
export { type LoadedRecipe, loadRecipe, placeIn, recipeNames } from './load.js';
export { loadSystem, systemNames } from './load-system.js';
export { recipeJsonSchema } from './schema.js';
export { systemJsonSchema } from './system-schema.js';
export { type CrossValues, fillTemplate } from './template.js';
