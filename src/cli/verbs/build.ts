import os from 'node:os';
import pLimit from 'p-limit';
import prettyBytes from 'pretty-bytes';
import {
  build,
  defaultJobs,
  resolve,
  type BuildOrder,
  type BuildResult,
  type Resolved,
} from '../../builder/order/index.js';
import { withRecipeLimits, type BuildContext } from '../../builder/place/index.js';
import { BuilderError } from '../../error.js';
import { buildId } from '../../plan/index.js';
import { hostPath } from '../../path.js';
import { chooseRunner, parseRunner } from '../../sandbox/index.js';
import { buildOptions, parseCount, type BuildOptions } from '../options.js';
import { parseOrders, parseSignature } from '../order.js';
import { toolVersion } from '../package.js';
import { explain } from '../answer/error.js';
import { duration } from '../progress/lines.js';
import { writeLines } from '../print/output.js';
import { table } from '../print/table.js';
import { told } from '../print/told.js';
import { placesOf, withReporter, type Session } from '../session.js';

type Built = { order: BuildOrder; result: BuildResult } | { order: BuildOrder; error: unknown };

/** `binary-builder build NAME@VERSION…` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = buildOptions.parse(raw);
  const orders = parseOrders(words, options);
  const parallel =
    parseCount('--parallel', options.parallel) ?? Math.min(4, os.availableParallelism());
  const limit = pLimit(parallel);
  const built = await withReporter(session, options, (context) =>
    Promise.all(orders.map((order) => limit(() => attempt(order, options, context)))),
  );

  const failures = built.filter((one) => 'error' in one);
  const [only] = failures;
  // A single failure is the whole story; of several builds each tells its own, and all are summed up.
  if (orders.length === 1 && only !== undefined) throw only.error;
  for (const { error } of failures) {
    writeLines(process.stderr, explain(error, session.conceal).text);
  }
  if (orders.length > 1 && !options.json) writeLines(process.stdout, told(summary, built));
  if (session.signal.aborted) throw session.signal.reason;
  if (only !== undefined) session.exit(explain(only.error).exitCode);
}

async function attempt(
  order: BuildOrder,
  options: BuildOptions,
  context: BuildContext,
): Promise<Built> {
  // Until its plan is made, a build has no other name.
  let id = `${order.name}-${order.version}`;
  try {
    context.signal?.throwIfAborted();
    const { signal } = context;
    const network = 'may-ask';
    const resolved = await resolve(order, placesOf(options), {
      network,
      signal,
    });
    id = buildId(resolved.plan);
    return { order, result: await buildResolved(resolved, options, context) };
  } catch (error) {
    context.emit({ type: 'build.failed', build: id, error: asFailure(error) });
    return { order, error };
  }
}

function asFailure(error: unknown): BuilderError {
  if (error instanceof BuilderError) return error;
  return new BuilderError('BUG', explain(error).event.message, { cause: error });
}

async function buildResolved(
  { plan, stack, reason, way, recipeFiles, addresses, limits }: Resolved,
  options: BuildOptions,
  context: BuildContext,
): Promise<BuildResult> {
  const wanted = parseRunner(options.runner);
  const jobs = parseCount('--jobs', options.jobs) ?? defaultJobs();
  const { signal } = context;
  return build(
    {
      plan,
      stack,
      reason,
      way,
      chooseRunner: () =>
        chooseRunner(
          { stack, ...(wanted === undefined ? {} : { explicit: wanted }) },
          { cache: context.folders.root, signal },
        ),
      jobs,
      ccache: options.ccache ? recipeFiles : undefined,
      force: options.force,
      output: hostPath(options.outputDir),
      signature: parseSignature(options),
      builder: await toolVersion(),
    },
    withRecipeLimits({ ...context, addresses }, limits),
  );
}

function summary(built: readonly Built[]): string {
  return table(
    ['name', 'version', 'arch', 'size', 'time', 'md5', 'path'],
    built.map((one) => {
      if ('error' in one)
        return [one.order.name, one.order.version, one.order.arch ?? '', '', 'failed', '', ''];
      const { record, milliseconds, reused, path } = one.result;
      return [
        record.name,
        record.version,
        record.arch,
        prettyBytes(record.size),
        reused ? 'stored' : duration(milliseconds),
        record.md5,
        path,
      ];
    }),
  );
}
