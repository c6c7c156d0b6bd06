import { readFile } from 'node:fs/promises';
import { withoutSecrets, withoutSecretsIn } from '../../network/index.js';
import { lintRecipes } from '../../builder/order/index.js';
import { counted, printable } from '../../text/index.js';
import { EXIT } from '../../error.js';
import type { HostPath } from '../../path.js';
import { loadRecipe, recipeNames } from '../../recipe/index.js';
import { commonOptions, type CommonOptions } from '../options.js';
import { explain } from '../answer/error.js';
import { table } from '../print/table.js';
import { joined, told, toldDocument } from '../print/told.js';
import { placesOf, print, type Session } from '../session.js';
import { chooseSubverb, oneName } from '../words.js';

/** `binary-builder recipes [list | show NAME | lint [NAME…]]` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = commonOptions.parse(raw);
  const { subverb, names } = chooseSubverb('recipes', ['list', 'show', 'lint'], words);
  const folders = placesOf(options).recipes;
  switch (subverb) {
    case 'list':
      await list(options, folders);
      return;
    case 'show':
      await show(options, folders, oneName('recipes show', names));
      return;
    case 'lint':
      await lint(options, names, session);
  }
}

async function list(options: CommonOptions, folders: readonly HostPath[]): Promise<void> {
  const names = await recipeNames(folders);
  const recipes = await Promise.all(names.map((name) => loadRecipe(name, folders)));
  print(
    options,
    recipes.map(({ recipe, path }) => ({
      name: recipe.name,
      description: recipe.description,
      license: recipe.license,
      prefix: recipe.prefix,
      versions: Object.keys(recipe.versions),
      path,
    })),
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

async function show(
  options: CommonOptions,
  folders: readonly HostPath[],
  name: string,
): Promise<void> {
  const { recipe, path } = await loadRecipe(name, folders);
  const text = withoutSecrets(await readFile(path, 'utf8'));
  print(
    options,
    { path, recipe: withoutSecretsIn(recipe) },
    toldDocument(`# ${printable(path)}\n${text}`),
  );
}

async function lint(
  options: CommonOptions,
  names: readonly string[],
  session: Session,
): Promise<void> {
  const { checked, problems } = await lintRecipes(names, placesOf(options));
  if (problems.length > 0) session.exit(EXIT.usage);
  print(
    options,
    { checked, problems: problems.map((problem) => explain(problem).event) },
    joined([
      ...problems.map((problem) => explain(problem).text),
      told(() => `${counted(checked.length, 'recipe')} checked, ${problems.length} with problems.`),
    ]),
  );
}
