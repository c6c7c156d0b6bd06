export type { Condition, Facts } from './condition.js';
export {
  expandLimits,
  expandRecipe,
  PHASES,
  type ExpandedCross,
  type ExpandedPhase,
  type ExpandedRecipe,
  type ExpandedTest,
  type Lack,
  type Mirror,
  type PhaseName,
  type RecipeFile,
  type RecipeSource,
} from './expand.js';
export { loadRecipe, recipeNames, type LoadedRecipe } from './load.js';
export { recipeJsonSchema, type Recipe } from './schema.js';
