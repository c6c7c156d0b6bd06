export type { Facts } from './condition.js';
export {
  type ExpandedRecipe,
  expandLimits,
  expandRecipe,
  type PhaseName,
  PHASES,
  type RecipeFile,
} from './expand.js';
export { type LoadedRecipe, loadRecipe, recipeNames } from './load.js';
export { recipeJsonSchema } from './schema.js';
