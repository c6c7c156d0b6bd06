import type { Arch } from '../architecture.js';
import { BuilderError } from '../error.js';
import { expandRecipe, type ExpandedRecipe, type LoadedRecipe } from '../recipe/index.js';
import type { StackDefinition } from '../stack/index.js';
import type { Request } from './request.js';

/** Ways to build for an architecture, as they are named everywhere. */
export const BUILD_MODES = ['native', 'emulated', 'cross'] as const;

/** Everything in a root of the machine's architecture; of another, emulated; or compiled in one for the other. */
export type BuildMode = (typeof BUILD_MODES)[number];

/** A way to build, and why this one. */
export type Way =
  | { readonly mode: 'native' | 'emulated'; readonly reason: string }
  | {
      readonly mode: 'cross';
      readonly reason: string;
      /** The architecture of the compilers. */
      readonly machine: Arch;
      /** Recipes whose artifacts for that architecture are needed while building. */
      readonly needs: readonly string[];
    };

/** What a way is chosen from. */
interface WayRequest {
  readonly request: Pick<Request, 'version' | 'arch' | 'options'>;
  /** This machine's architecture; undefined for one that nothing is built for. */
  readonly machine: Arch | undefined;
  /** The mode that somebody asked for. */
  readonly explicit: BuildMode | undefined;
}

/**
 * Chooses how to build: in the machine's own architecture natively, for another one cross where recipe
 * and stack can, else emulated. Pure.
 * @throws BuilderError BUILD_MODE_IMPOSSIBLE for a mode that was asked for and can't be had;
 * UNKNOWN_OPTION, RECIPE_INVALID
 */
export function chooseWay(
  loaded: LoadedRecipe,
  stack: StackDefinition,
  { request, machine, explicit }: WayRequest,
): Way {
  const { arch } = request;
  if (machine === arch) {
    if (explicit === undefined || explicit === 'native') {
      return { mode: 'native', reason: `this machine is ${arch}` };
    }
    throw impossible(explicit, arch, `this machine is ${arch} itself`, ['native']);
  }
  if (explicit === 'native') {
    const why =
      machine === undefined ? 'this machine is of another kind' : `this machine is ${machine}`;
    throw impossible(explicit, arch, why, ['cross', 'emulated']);
  }
  if (explicit === 'emulated') return { mode: 'emulated', reason: 'asked for by name' };
  const facts = { ...request, stack: stack.name, cross: true };
  const recipe = expandRecipe(loaded, facts, stack.environment);
  const refusal =
    machine === undefined
      ? 'it takes a root of an architecture that is known'
      : whyNotCross(recipe, stack, arch);
  if (machine === undefined || refusal !== undefined) {
    if (explicit === 'cross') throw impossible(explicit, arch, refusal ?? '', ['emulated']);
    return { mode: 'emulated', reason: `cross compiling is faster, but ${refusal}` };
  }
  const compiler = stack.cross?.[arch]?.[0] ?? '';
  return {
    mode: 'cross',
    reason:
      explicit === undefined
        ? `recipe ${loaded.recipe.name} can be cross compiled, and stack ${stack.name} has ${compiler}`
        : 'asked for by name',
    machine,
    needs: recipe.cross?.needs ?? [],
  };
}

/** Why a recipe can't be cross compiled in a stack; undefined when it can. Pure. */
export function whyNotCross(
  recipe: Pick<ExpandedRecipe, 'name' | 'cross' | 'system'>,
  stack: StackDefinition,
  arch: Arch,
): string | undefined {
  if (recipe.cross === undefined) return `recipe ${recipe.name} has no 'cross' for this version`;
  if (recipe.system.cross === undefined) {
    return `build system ${recipe.system.name} doesn't say how it cross compiles`;
  }
  if (!('debian' in stack.root)) {
    return `stack ${stack.name} is not made from packages, so that it can't give a sysroot`;
  }
  if (stack.cross?.[arch] === undefined) {
    return `stack ${stack.name} names no cross compiler for ${arch}`;
  }
  return undefined;
}

function impossible(
  mode: BuildMode,
  arch: Arch,
  why: string,
  others: readonly BuildMode[],
): BuilderError {
  return new BuilderError(
    'BUILD_MODE_IMPOSSIBLE',
    `${arch} can't be built with --build-mode ${mode}: ${why}.`,
    { hint: `Leave it out, or use --build-mode ${others.join(' or ')}.` },
  );
}
