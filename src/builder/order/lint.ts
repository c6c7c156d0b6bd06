import { BuilderError } from '../../error.js';
import { chooseWay, makePlan, type Plan } from '../../plan/index.js';
import {
  loadRecipe,
  loadSystem,
  recipeNames,
  systemNames,
  type LoadedRecipe,
} from '../../recipe/index.js';
import { loadStacks, type Stack } from '../../stack/index.js';
import { planNeeds } from './plan-needs.js';
import type { Places } from './resolve.js';

/** What was found in recipes. */
interface RecipeLint {
  /** The recipes that were looked at. */
  checked: readonly string[];
  problems: readonly BuilderError[];
}

/**
 * Reads recipes and makes a plan of every version on every stack, as it is built there and, where it can be,
 * cross compiled, so that no condition goes unread; with all recipes all build systems are read too.
 * @param names which; none means all
 */
export async function lintRecipes(
  names: readonly string[],
  places: Pick<Places, 'recipes' | 'stacks'>,
): Promise<RecipeLint> {
  // Loaded here: whoever plans or builds comes by this room, and has no use for it.
  const { requireKnownChecks } = await import('../../audit/index.js');
  const { recipes } = places;
  const stacks = await loadStacks(places.stacks);
  const checked = names.length > 0 ? names : await recipeNames(recipes);
  const loading = new Map<string, Promise<LoadedRecipe>>();
  // Each is needed again for every version, stack and architecture.
  const load = (name: string) => {
    const loaded = loading.get(name) ?? loadRecipe(name, recipes);
    loading.set(name, loaded);
    return loaded;
  };
  const systems = names.length > 0 ? [] : await systemNames(recipes);
  const problems = [
    ...(await problemsOf(systems, async (name) => {
      await loadSystem(name, recipes);
    })),
    ...(await problemsOf(checked, async (name) => {
      for await (const plan of plansOf(await load(name), stacks, load)) {
        requireKnownChecks(plan.waivers, plan.name);
      }
    })),
  ];
  return { checked, problems };
}

/** The first problem of each. */
async function problemsOf(
  names: readonly string[],
  look: (name: string) => Promise<void>,
): Promise<BuilderError[]> {
  const problems: BuilderError[] = [];
  for (const name of names) {
    try {
      await look(name);
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error;
      problems.push(error);
    }
  }
  return problems;
}

/** Every plan that can be made of a recipe with its options at their defaults. */
async function* plansOf(
  loaded: LoadedRecipe,
  stacks: readonly Stack[],
  load: (name: string) => Promise<LoadedRecipe>,
): AsyncGenerator<Plan> {
  const { name } = loaded.recipe;
  const nothing = { digests: {}, url: undefined, commit: undefined, options: {} };
  for (const version of Object.keys(loaded.recipe.versions)) {
    for (const stack of stacks) {
      for (const arch of stack.architectures) {
        const request = { name, version, arch, ...nothing };
        yield* planOrNothing(() => makePlan(loaded, stack, request));
        const machine = stack.architectures.find((other) => other !== arch);
        const way = chooseWay(loaded, stack, { request, machine, explicit: undefined });
        if (way.mode !== 'cross') continue;
        const needed = await planNeeds(way, { loaded, version, stack }, load);
        const needs = new Map(needed.map((need) => [need.name, need.plan]));
        const cross = { machine: way.machine, needs };
        yield* planOrNothing(() => makePlan(loaded, stack, { ...request, cross }));
      }
    }
  }
}

/** That a version's digest is not in the recipe is no fault of it: it has to be given then. */
function planOrNothing(make: () => Plan): Plan[] {
  try {
    return [make()];
  } catch (error) {
    if (error instanceof BuilderError && error.code === 'NO_CHECKSUM') return [];
    throw error;
  }
}
