import { fetchPlanSource } from '../../builder/phases/index.js';
import { resolve } from '../../builder/order/index.js';
import { orderOptions } from '../options.js';
import { parseOrders, parseSignature } from '../order.js';
import { told } from '../print/told.js';
import { placesOf, print, withReporter, type Session } from '../session.js';

/** `binary-builder fetch NAME@VERSION…` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = orderOptions.parse(raw);
  const signature = parseSignature(options);
  for (const order of parseOrders(words, options)) {
    const { plan, addresses } = await resolve(order, placesOf(options), {
      network: 'never',
      signal: session.signal,
    });
    const fetched = await withReporter(session, options, async (reporting) => {
      const context = { ...reporting, addresses };
      for (const need of plan.cross?.needs ?? []) {
        await fetchPlanSource(need.plan, undefined, context);
      }
      return await fetchPlanSource(plan, signature, context);
    });
    const { md5, sha256, sha512 } = fetched.digests;
    print(
      options,
      { type: 'fetched', name: order.name, version: order.version, ...fetched },
      told(
        (path) => `${path}\n  md5     ${md5}\n  sha256  ${sha256}\n  sha512  ${sha512}`,
        fetched.path,
      ),
    );
  }
}
