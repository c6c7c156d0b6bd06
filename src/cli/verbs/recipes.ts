import { readFile } from 'node:fs/promises';
import { withoutSecrets, withoutSecretsIn } from '../../network/index.js';
import { makePlan } from '../../plan/index.js';
import { requireKnownChecks } from '../../audit/index.js';
import { counted, printable } from '../../text/index.js';
import { BuilderError, EXIT } from '../../error.js';
import type { HostPath } from '../../path.js';
import { loadRecipe, recipeNames, type LoadedRecipe } from '../../recipe/index.js';
import { loadStacks, type Stack } from '../../stack/index.js';
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
      await lint(options, folders, names, session);
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

/** Reads recipes and makes a plan of every version on every stack, so that no condition goes unread. */
async function lint(
  options: CommonOptions,
  folders: readonly HostPath[],
  names: readonly string[],
  session: Session,
): Promise<void> {
  const stacks = await loadStacks(placesOf(options).stacks);
  const problems: BuilderError[] = [];
  const checked = names.length > 0 ? names : await recipeNames(folders);
  for (const name of checked) {
    try {
      lintPlans(await loadRecipe(name, folders), stacks);
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error;
      problems.push(error);
    }
  }
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

function lintPlans(loaded: LoadedRecipe, stacks: readonly Stack[]): void {
  for (const version of Object.keys(loaded.recipe.versions)) {
    for (const stack of stacks) {
      for (const arch of stack.architectures) {
        planOrNothing(() => {
          const plan = makePlan(loaded, stack, {
            name: loaded.recipe.name,
            version,
            arch,
            digests: {},
            url: undefined,
            commit: undefined,
            options: {},
          });
          requireKnownChecks(plan.waivers, plan.name);
        });
      }
    }
  }
}

/** That a version's digest is not in the recipe is no fault of it: it has to be given then. */
function planOrNothing(make: () => unknown): void {
  try {
    make();
  } catch (error) {
    if (!(error instanceof BuilderError && error.code === 'NO_CHECKSUM')) throw error;
  }
}
