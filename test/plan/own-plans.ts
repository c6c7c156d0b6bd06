import { BuilderError } from '../../src/error.js';
import { hostPath } from '../../src/path.js';
import { chooseWay, makePlan, type OwnPlan, type Plan } from '../../src/plan/index.js';
import { loadRecipe, recipeNames, type LoadedRecipe } from '../../src/recipe/index.js';
import { loadStacks, type Stack } from '../../src/stack/index.js';

const project = hostPath(import.meta.dirname, '../..');
const RECIPES = [hostPath(project, 'recipes')];

/** The plans of every recipe of the project: all versions, stacks, architectures and switches, on x64. */
export async function planned(): Promise<Plan[]> {
  const recipes = new Map<string, LoadedRecipe>();
  for (const name of await recipeNames(RECIPES)) recipes.set(name, await loadRecipe(name, RECIPES));
  const stacks = await loadStacks([hostPath(project, 'stacks')]);
  return [...recipes.values()].flatMap((loaded) =>
    Object.keys(loaded.recipe.versions).flatMap((version) =>
      stacks.flatMap((stack) =>
        stack.architectures.flatMap((arch) =>
          switches(loaded).flatMap((options) =>
            planFor(loaded, stack, { version, arch, options }, recipes),
          ),
        ),
      ),
    ),
  );
}

/** No switch, and each one the other way. */
function switches({ recipe }: LoadedRecipe): Record<string, boolean>[] {
  return [
    {},
    ...Object.entries(recipe.options ?? {}).map(([name, option]) => ({ [name]: !option.default })),
  ];
}

function planFor(
  loaded: LoadedRecipe,
  stack: Stack,
  request: {
    version: string;
    arch: Stack['architectures'][number];
    options: Record<string, boolean>;
  },
  recipes: ReadonlyMap<string, LoadedRecipe>,
): Plan[] {
  const { version } = request;
  const nothing = { digests: {}, url: undefined, commit: 'a'.repeat(40), options: {} };
  const made = (recipe: LoadedRecipe, rest: object): Plan =>
    makePlan(recipe, stack, { name: recipe.recipe.name, ...nothing, ...request, ...rest });
  try {
    const way = chooseWay(loaded, stack, { request, machine: 'x64', explicit: undefined });
    const commit = request.options.git === true ? nothing.commit : undefined;
    if (way.mode !== 'cross') return [made(loaded, { commit })];
    const needs = new Map<string, OwnPlan>();
    for (const name of way.needs) {
      const need = recipes.get(name);
      if (need === undefined) throw new Error(`no recipe ${name}`);
      const plain = { arch: way.machine, options: {}, commit: undefined };
      needs.set(name, makePlan(need, stack, { ...nothing, ...plain, name, version }));
    }
    return [made(loaded, { commit, cross: { machine: way.machine, needs } })];
  } catch (error) {
    // What can't be built in a stack has no plan that could be read back.
    if (error instanceof BuilderError && error.code !== 'RECIPE_INVALID') return [];
    throw error;
  }
}
