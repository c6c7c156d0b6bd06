import { resolve } from '../../builder/order/index.js';
import { buildKey } from '../../plan/index.js';
import { decideLimits } from '../../sandbox/index.js';
import { limitsData } from '../answer/limits.js';
import { planText } from '../answer/plan.js';
import { verbOf } from '../describe/verb.js';
import { orderOptions, parseOrders, type OrderOptions } from '../options/order.js';
import { toldDocument } from '../print/told.js';
import { placesOf } from '../session/places.js';
import { print } from '../session/print.js';
import type { Session } from '../session/session.js';

export const verb = verbOf({
  group: 'build',
  usage: '[NAME@VERSION...]',
  sentence: 'show all that a build would do, and its build key',
  help: 'Writes nothing and asks nothing of the network.',
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
    } = await resolve(order, placesOf(options), {
      network: 'never',
      signal: session.signal,
    });
    const key = buildKey(plan);
    const emulated = way.mode === 'emulated';
    const limits = decideLimits({ recipe, commandLine: {} }, { emulated, memory: undefined });
    print(
      options,
      { type: 'plan.made', key, way, limits: limitsData(limits), plan },
      toldDocument(planText({ plan, reason, way }, key, limits)),
    );
  }
}
