import os from 'node:os';
import { ARCH_NAMES, archOfMachine, type Arch } from '../architecture.js';
import { BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import { makePlan, type Plan, type Request } from '../plan/index.js';
import { loadRecipe } from '../recipe/index.js';
import {
  chooseStack,
  ENGINE_NAMES,
  loadStacks,
  probeEngine,
  type EngineStatus,
  type Stack,
} from '../stack/index.js';
import { suggest } from '../store/index.js';

/** What somebody ordered: a request whose stack and architecture may still be open. */
export interface BuildOrder extends Omit<Request, 'arch'> {
  stack: string | undefined;
  arch: string | undefined;
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
}

/**
 * Decides what an order leaves open and makes its plan.
 * @param network `never`: image stacks count only when they are ready already
 * @throws BuilderError UNKNOWN_RECIPE, UNKNOWN_VERSION, UNKNOWN_STACK, UNKNOWN_ARCH and all that
 * makePlan throws
 */
export async function resolve(
  order: BuildOrder,
  places: Places,
  { network, signal }: { network: 'may-ask' | 'never'; signal?: AbortSignal },
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
    ...(network === 'never' ? {} : { engines: () => probeEngines(places.cache, signal) }),
    ...(signal ? { signal } : {}),
  });
  const plan = makePlan(recipe, stack, { ...order, arch });
  if (plan.waivers.length > 0) {
    // Loaded here, since most recipes switch no check off.
    const { requireKnownChecks } = await import('../audit/index.js');
    requireKnownChecks(plan.waivers, plan.name);
  }
  return { plan, stack, reason };
}

/** The architecture of that name, or this machine's own. */
export function parseArch(name: string | undefined): Arch {
  const wanted = name ?? archOfMachine(process.arch, os.endianness());
  const arch = ARCH_NAMES.find((known) => known === wanted);
  if (arch !== undefined) return arch;
  const nearest = name === undefined ? undefined : suggest(name, ARCH_NAMES);
  throw new BuilderError(
    'UNKNOWN_ARCH',
    name === undefined
      ? `This machine (${process.arch}) is of no architecture that artifacts are built for.`
      : `There is no architecture '${name}'.`,
    {
      hint:
        (nearest === undefined ? '' : `Did you mean '${nearest}'? `) +
        `Architectures are ${ARCH_NAMES.join(', ')}.`,
    },
  );
}

/** Tries the container engines of this machine. */
export function probeEngines(
  cache: HostPath,
  signal: AbortSignal | undefined,
): Promise<EngineStatus[]> {
  const options = { cache, ...(signal ? { signal } : {}) };
  return Promise.all(ENGINE_NAMES.map((name) => probeEngine(name, options)));
}
