import type { Address } from '../../network/index.js';
import { BuilderError } from '../../error.js';
import type { HostPath } from '../../path.js';
import { planWithAddresses, type OwnPlan, type Way } from '../../plan/index.js';
import { placeIn, type LoadedRecipe } from '../../recipe/index.js';
import type { Stack } from '../../stack/index.js';

/** What a recipe needs, with its plan. */
interface PlannedNeed {
  name: string;
  plan: OwnPlan;
  /** The file of its recipe. */
  path: HostPath;
  addresses: Address[];
}

/** Who needs something, and of what. */
interface Needing {
  loaded: LoadedRecipe;
  version: string;
  stack: Stack;
  secretQuery?: readonly string[] | undefined;
}

/**
 * The plans of what a cross compiled recipe needs for the machine, as nobody changed them.
 * @param load reads a recipe by its name
 * @throws BuilderError RECIPE_INVALID, told where the recipe names what there is none of
 */
export async function planNeeds(
  { needs, machine: arch }: Extract<Way, { mode: 'cross' }>,
  { loaded, version, stack, secretQuery = [] }: Needing,
  load: (name: string) => Promise<LoadedRecipe>,
): Promise<PlannedNeed[]> {
  const nothing = { digests: {}, url: undefined, commit: undefined, options: {}, secretQuery };
  return await Promise.all(
    needs.map(async (name) => {
      try {
        const recipe = await load(name);
        const request = { name, version, arch, ...nothing };
        return { name, path: recipe.path, ...planWithAddresses(recipe, stack, request) };
      } catch (error) {
        throw unmet(error, name, loaded);
      }
    }),
  );
}

/** Tells where a need stands that no recipe, or none of the version, fulfils. */
function unmet(error: unknown, name: string, loaded: LoadedRecipe): unknown {
  if (!(error instanceof BuilderError)) return error;
  if (error.code !== 'UNKNOWN_RECIPE' && error.code !== 'UNKNOWN_VERSION') return error;
  return new BuilderError(
    'RECIPE_INVALID',
    `${placeIn(loaded, name, ['needs'])}: it needs '${name}': ${error.message}`,
    { ...(error.hint !== undefined && { hint: error.hint }), cause: error },
  );
}
