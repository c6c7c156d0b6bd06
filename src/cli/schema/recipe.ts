import * as z from 'zod';
import { failure } from './failure.js';
import { listOf } from './kinds.js';

/** `recipes list` */
export const recipesListed = z.strictObject({
  type: z.literal('recipes.listed'),
  recipes: listOf(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      license: z.string(),
      prefix: z.string(),
      versions: listOf(z.string()),
      path: z.string(),
    }),
  ),
});

/** `recipes show` */
export const recipeShown = z.strictObject({
  type: z.literal('recipe.shown'),
  path: z.string(),
  /** As it was read: what its file leaves out has its default. The form of files is in recipes/schema.json. */
  recipe: z.unknown(),
});

/** `recipes lint` */
export const recipesChecked = z.strictObject({
  type: z.literal('recipes.checked'),
  checked: listOf(z.string()),
  problems: listOf(failure),
});
