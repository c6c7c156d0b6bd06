import { BuilderError } from '../../error.js';
import { makePlan, type Plan } from '../../plan/index.js';
import { loadRecipe, recipeNames, type LoadedRecipe } from '../../recipe/index.js';
import { loadStacks, type Stack } from '../../stack/index.js';
import type { Places } from './resolve.js';

/** What was found in recipes. */
interface RecipeLint {
  /** The recipes that were looked at. */
  checked: readonly string[];
  problems: readonly BuilderError[];
}

/**
 * Reads recipes and makes a plan of every version on every stack, so that no condition goes unread.
 * @param names which; none means all
 */
export async function lintRecipes(
  names: readonly string[],
  places: Pick<Places, 'recipes' | 'stacks'>,
): Promise<RecipeLint> {
  // Loaded here: whoever plans or builds comes by this room, and has no use for it.
  const { requireKnownChecks } = await import('../../audit/index.js');
  const stacks = await loadStacks(places.stacks);
  const checked = names.length > 0 ? names : await recipeNames(places.recipes);
  const problems: BuilderError[] = [];
  for (const name of checked) {
    try {
      lintPlans(await loadRecipe(name, places.recipes), stacks, (plan) => {
        requireKnownChecks(plan.waivers, plan.name);
      });
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error;
      problems.push(error);
    }
  }
  return { checked, problems };
}

function lintPlans(
  loaded: LoadedRecipe,
  stacks: readonly Stack[],
  check: (plan: Plan) => void,
): void {
  const nothing = { digests: {}, url: undefined, commit: undefined, options: {} };
  for (const version of Object.keys(loaded.recipe.versions)) {
    for (const stack of stacks) {
      for (const arch of stack.architectures) {
        planOrNothing(() => {
          const request = { name: loaded.recipe.name, version, arch, ...nothing };
          check(makePlan(loaded, stack, request));
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
