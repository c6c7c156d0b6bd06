import { resolve, type Resolved } from '../../builder/order/index.js';
import { BuilderError } from '../../error.js';
import { buildKey } from '../../plan/index.js';
import { chooseRunner, decideLimits, emulatorFor } from '../../sandbox/index.js';
import { explain } from '../answer/error.js';
import { limitsData } from '../answer/limits.js';
import { planText } from '../answer/plan.js';
import { verbOf } from '../describe/verb.js';
import { orderOptions, parseOrders, type OrderOptions } from '../options/order.js';
import { toldDocument } from '../print/told.js';
import { placesOf } from '../session/places.js';
import { print } from '../session/print.js';
import type { Failure } from '../schema/failure.js';
import type { Session } from '../session/session.js';

export const verb = verbOf({
  group: 'build',
  usage: '[NAME@VERSION...]',
  sentence: 'show all that a build would do, and its build key',
  help: 'Writes nothing and asks nothing of the network. It tells what this machine lacks for the build.',
  examples: ['binary-builder plan libffi@3.4.4', 'binary-builder plan libffi@3.4.4 --json'],
  options: orderOptions,
  run,
});

async function run(words: string[], options: OrderOptions, session: Session): Promise<void> {
  for (const order of parseOrders(words, options)) {
    const {
      plan,
      reason,
      way,
      limits: recipe,
      stack,
    } = await resolve(order, placesOf(options), {
      network: 'never',
      signal: session.signal,
    });
    const key = buildKey(plan);
    const missing = await missingFor({ plan, stack }, options, session);
    const emulated = way.mode === 'emulated';
    const limits = decideLimits({ recipe, commandLine: {} }, { emulated, memory: undefined });
    print(
      options,
      {
        type: 'plan.made',
        key,
        way,
        limits: limitsData(limits),
        ...(missing && { missing }),
        plan,
      },
      toldDocument(planText({ plan, reason, way }, key, limits, missing)),
    );
  }
}

/** What a build of it would lack of this machine. */
async function missingFor(
  { plan, stack }: Pick<Resolved, 'plan' | 'stack'>,
  options: OrderOptions,
  { signal }: Session,
): Promise<Failure | undefined> {
  try {
    const { runner } = await chooseRunner(
      { stack },
      { cache: placesOf(options).cache, look: true, signal },
    );
    await emulatorFor(plan.arch, runner.name, signal);
    return undefined;
  } catch (error) {
    if (error instanceof BuilderError && error.code !== 'INTERRUPTED')
      return explain(error).failure;
    throw error;
  }
}
