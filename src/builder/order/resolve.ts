import { byPublicUri, type FullAddresses } from '../../network/index.js';
import { type Arch, ARCH_NAMES, machineArch } from '../../architecture.js';
import { BuilderError } from '../../error.js';
import type { HostPath } from '../../path.js';
import {
  BUILD_MODES,
  chooseWay,
  planWithAddresses,
  type BuildMode,
  type Plan,
  type Request,
  type Way,
} from '../../plan/index.js';
import type { LimitSettings } from '../../limit.js';
import { expandLimits, loadRecipe } from '../../recipe/index.js';
import { chooseStack, loadStacks, type Stack } from '../../stack/index.js';
import { ownStack, probeEngines, type RunnerName } from '../../sandbox/index.js';
import { didYouMean } from '../../text/index.js';
import type { RecipeFiles } from '../place/index.js';
import { planNeeds } from './plan-needs.js';

/** What somebody ordered: a request whose stack and architecture may still be open. */
export interface BuildOrder extends Omit<Request, 'arch' | 'cross'> {
  stack: string | undefined;
  arch: string | undefined;
  /** The mode that was asked for, as it was written. */
  mode: string | undefined;
}

/** Where recipes, stacks and the cache are. Of two of one name, the earlier folder's counts. */
export interface Places {
  recipes: readonly HostPath[];
  stacks: readonly HostPath[];
  cache: HostPath;
}

/** An order with its plan. */
export interface Resolved {
  plan: Plan;
  stack: Stack;
  /** Why this stack, in a few words. */
  reason: string;
  way: Way;
  /** The files that its recipe was read from, and those of what it needs. */
  recipeFiles: RecipeFiles;
  /** The full addresses of what the plan names, and of what it needs. */
  addresses: FullAddresses;
  /** Those of the recipe; no part of the plan, since they change nothing in the artifact. */
  limits: LimitSettings;
}

/**
 * Decides what an order leaves open and makes its plan.
 * @param network `never`: image stacks count only when they are ready already
 * @param runner the one that was asked for: on the machine itself, the stack is what the machine is
 * @throws BuilderError UNKNOWN_RECIPE, UNKNOWN_VERSION, UNKNOWN_STACK, UNKNOWN_ARCH, BUILD_MODE_IMPOSSIBLE
 * and all that makePlan throws
 */
export async function resolve(
  order: BuildOrder,
  places: Places,
  {
    network,
    runner,
    signal,
  }: { network: 'may-ask' | 'never'; runner?: RunnerName | undefined; signal?: AbortSignal },
): Promise<Resolved> {
  const [recipe, stacks] = await Promise.all([
    loadRecipe(order.name, places.recipes),
    loadStacks(places.stacks),
  ]);
  const arch = parseArch(order.arch);
  const { stack, reason } = await chooseStack({
    stacks,
    arch,
    cache: places.cache,
    ...(order.stack === undefined ? {} : { explicit: order.stack }),
    ...(network === 'never'
      ? {}
      : { engines: () => probeEngines({ cache: places.cache, signal }) }),
    own: () =>
      ownStack(
        { stacks, arch, ...(runner !== undefined && { runner }) },
        { cache: places.cache, signal },
      ),
    signal,
  });
  const machine = machineArch();
  const explicit = parseMode(order.mode);
  const way = chooseWay(recipe, stack, { request: { ...order, arch }, machine, explicit });
  const { version, secretQuery } = order;
  const load = (name: string) => loadRecipe(name, places.recipes);
  const needing = { loaded: recipe, version, stack, secretQuery };
  const needed = way.mode === 'cross' ? await planNeeds(way, needing, load) : [];
  const needs = new Map(needed.map(({ name, plan }) => [name, plan]));
  const cross = way.mode === 'cross' ? { machine: way.machine, needs } : undefined;
  const { plan, addresses } = planWithAddresses(recipe, stack, { ...order, arch, cross });
  if (plan.waivers.length > 0) {
    // Loaded here, since most recipes switch no check off.
    const { requireKnownChecks } = await import('../../audit/index.js');
    requireKnownChecks(plan.waivers, plan.name);
  }
  const recipeFiles = new Map([
    ...needed.map(({ name, path }) => [name, path] as const),
    [order.name, recipe.path] as const,
  ]);
  const all = [...addresses, ...needed.flatMap((need) => need.addresses)];
  const limits = expandLimits(recipe, factsOf(plan));
  return { plan, stack, reason, way, recipeFiles, addresses: byPublicUri(all), limits };
}

/** What the conditions of a recipe are asked about, from a plan that was made of it. */
function factsOf({ version, stack, arch, cross, options }: Plan) {
  return { version, stack: stack.name, arch, cross: cross !== undefined, options };
}

/**
 * The limits that the recipe of a plan says as it is here now; none when it isn't here, or isn't the one of
 * which the plan was made.
 */
export async function limitsOfPlan(
  plan: Plan,
  recipes: readonly HostPath[],
): Promise<LimitSettings> {
  try {
    return expandLimits(await loadRecipe(plan.name, recipes), factsOf(plan));
  } catch (error) {
    if (error instanceof BuilderError) return {};
    throw error;
  }
}

/** What people write for a mode; nothing means that one is to be chosen. */
function parseMode(text: string | undefined): BuildMode | undefined {
  if (text === undefined || text === 'auto') return undefined;
  const mode = BUILD_MODES.find((known) => known === text);
  if (mode !== undefined) return mode;
  const known = ['auto', ...BUILD_MODES];
  throw new BuilderError('USAGE', `There is no build mode '${text}'.`, {
    hint: didYouMean(text, known) + `Known: ${known.join(', ')}.`,
  });
}

/** The architecture of that name, or this machine's own. */
export function parseArch(name: string | undefined): Arch {
  const wanted = name ?? machineArch();
  const arch = ARCH_NAMES.find((known) => known === wanted);
  if (arch !== undefined) return arch;
  throw new BuilderError(
    'UNKNOWN_ARCH',
    name === undefined
      ? `This machine (${process.arch}) is of no architecture that artifacts are built for.`
      : `There is no architecture '${name}'.`,
    {
      hint:
        (name === undefined ? '' : didYouMean(name, ARCH_NAMES)) +
        `Architectures are ${ARCH_NAMES.join(', ')}.`,
    },
  );
}
