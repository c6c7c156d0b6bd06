import { loadRecipe, recipeNames } from '../../../recipe/index.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions, type CommonOptions } from '../../options/common.js';
import { table } from '../../print/table.js';
import { told } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';

export const verb = verbOf({
  usage: '',
  sentence: 'list the recipes that there are',
  examples: ['binary-builder recipes', 'binary-builder recipes list --json'],
  options: commonOptions,
  run,
});

async function run(_words: string[], options: CommonOptions): Promise<void> {
  const folders = placesOf(options).recipes;
  const names = await recipeNames(folders);
  const recipes = await Promise.all(names.map((name) => loadRecipe(name, folders)));
  print(
    options,
    {
      type: 'recipes.listed',
      recipes: recipes.map(({ recipe, path }) => ({
        name: recipe.name,
        description: recipe.description,
        license: recipe.license,
        prefix: recipe.prefix,
        versions: Object.keys(recipe.versions),
        path,
      })),
    },
    told(
      table,
      ['name', 'prefix', 'versions', 'description'],
      recipes.map(({ recipe }) => [
        recipe.name,
        recipe.prefix,
        String(Object.keys(recipe.versions).length),
        recipe.description,
      ]),
    ),
  );
}
