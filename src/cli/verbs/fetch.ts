import { resolve } from '../../builder/order/index.js';
import { fetchPlanSources, type PlanSources } from '../../builder/place/index.js';
import type * as z from 'zod';
import { verbOf } from '../describe/verb.js';
import { downloadLimitOption, privateRedirectsOption } from '../options/limits.js';
import { orderOptions, parseOrders, parseSignature } from '../options/order.js';
import { told } from '../print/told.js';
import { placesOf } from '../session/places.js';
import { print } from '../session/print.js';
import { withReporter } from '../session/reporting.js';
import type { Session } from '../session/session.js';

const options = orderOptions.extend({
  limit: downloadLimitOption,
  allowPrivateRedirects: privateRedirectsOption,
});

type Options = z.output<typeof options>;

type FetchedSource = PlanSources['main'];

export const verb = verbOf({
  group: 'build',
  usage: '[NAME@VERSION...]',
  sentence: 'get sources into the cache, verified',
  examples: [
    'binary-builder fetch python@3.11.2',
    'binary-builder fetch libffi@3.4.4 --url=file:///srv/libffi-3.4.4.tar.gz',
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  const signature = parseSignature(options);
  for (const order of parseOrders(words, options)) {
    const { plan, addresses } = await resolve(order, placesOf(options), {
      network: 'never',
      signal: session.signal,
    });
    const fetched = await withReporter(session, options, async (reporting) => {
      const context = { ...reporting, addresses };
      for (const need of plan.cross?.needs ?? []) {
        await fetchPlanSources(need.plan, {}, context);
      }
      return await fetchPlanSources(plan, { signature }, context);
    });
    const { main, further } = fetched;
    printFetched(order, main, options);
    for (const { planned, fetched: one } of further) printFetched(planned, one, options);
  }
}

function printFetched(
  { name, version }: { name: string; version: string },
  source: FetchedSource,
  options: Options,
): void {
  const { md5, sha256, sha512 } = source.digests;
  print(
    options,
    { type: 'source.fetched', name, version, ...source },
    told(
      (path) => `${path}\n  md5     ${md5}\n  sha256  ${sha256}\n  sha512  ${sha512}`,
      source.path,
    ),
  );
}
