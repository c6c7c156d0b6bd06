import pLimit from 'p-limit';
import { BuilderError } from '../../error.js';
import { explainSystemError } from '../../files/index.js';
import type { HostPath } from '../../path.js';
import { buildId } from '../../plan/index.js';
import { chooseRunner, type RunnerName } from '../../sandbox/index.js';
import { partFinished, withRecipeLimits, type BuildContext } from '../place/index.js';
import type { Signature } from '../place/index.js';
import { build, type BuildResult } from './build.js';
import { resolve, type BuildOrder, type Places, type Resolved } from './resolve.js';

/** How one of several builds ended. */
export type Built =
  { order: BuildOrder; result: BuildResult } | { order: BuildOrder; error: unknown };

/** How to build what was ordered. */
interface BuildWay {
  places: Places;
  /** Builds at once. */
  parallel: number;
  /** Processes at once in each of them. */
  jobs: number;
  /** Undefined: the first that works. */
  runner: RunnerName | undefined;
  /** Whether compiler results are kept between builds. */
  ccache: boolean;
  force: boolean;
  output: HostPath;
  signature: Signature | undefined;
  /** The version of binary-builder. */
  builder: string;
}

/**
 * Builds what was ordered, side by side; one that fails is told as an event and doesn't stop the others.
 * @returns how each ended, in their order
 */
export async function buildMany(
  orders: readonly BuildOrder[],
  way: BuildWay,
  context: BuildContext,
): Promise<Built[]> {
  const limit = pLimit(way.parallel);
  return await Promise.all(orders.map((order) => limit(() => attempt(order, way, context))));
}

async function attempt(order: BuildOrder, way: BuildWay, context: BuildContext): Promise<Built> {
  const { signal } = context;
  // Until its plan is made, a build has no other name.
  let id = `${order.name}-${order.version}`;
  try {
    signal?.throwIfAborted();
    const { places, runner } = way;
    const started = performance.now();
    const resolved = await resolve(order, places, { network: 'may-ask', runner, signal });
    id = buildId(resolved.plan);
    partFinished({ build: id, part: 'plan' }, context.emit, started);
    return { order, result: await buildResolved(resolved, way, context) };
  } catch (error) {
    context.emit({ type: 'build.failed', build: id, error: asFailure(error) });
    return { order, error };
  }
}

function asFailure(error: unknown): BuilderError {
  const explained = explainSystemError(error);
  if (explained instanceof BuilderError) return explained;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new BuilderError('BUG', text, { cause: error });
}

async function buildResolved(
  { plan, stack, reason, way: mode, recipeFiles, addresses, limits }: Resolved,
  { places, jobs, runner, ccache, force, output, signature, builder }: BuildWay,
  context: BuildContext,
): Promise<BuildResult> {
  const wanted = { stack, ...(runner === undefined ? {} : { explicit: runner }) };
  return await build(
    {
      plan,
      stack,
      reason,
      way: mode,
      chooseRunner: () => chooseRunner(wanted, { cache: places.cache, signal: context.signal }),
      jobs,
      ccache: ccache ? recipeFiles : undefined,
      force,
      output,
      signature,
      builder,
    },
    withRecipeLimits({ ...context, addresses }, limits),
  );
}
