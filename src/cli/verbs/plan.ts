import { resolve } from '../../builder/order/index.js';
import { orderOptions } from '../options.js';
import { parseOrders } from '../order.js';
import { limitsData } from '../answer/limits.js';
import { planText } from '../answer/plan.js';
import { toldDocument } from '../print/told.js';
import { buildKey } from '../../plan/index.js';
import { decideLimits } from '../../sandbox/index.js';
import { placesOf, print, type Session } from '../session.js';

/** `binary-builder plan NAME@VERSION…` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = orderOptions.parse(raw);
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
    const data = { key, way, limits: limitsData(limits), plan };
    print(options, data, toldDocument(planText({ plan, reason, way }, key, limits)));
  }
}
