import os from 'node:os';
import prettyBytes from 'pretty-bytes';
import { buildMany, defaultJobs, type Built } from '../../builder/order/index.js';
import { hostPath } from '../../path.js';
import { parseRunner } from '../../sandbox/index.js';
import { buildOptions, parseCount } from '../options.js';
import { parseOrders, parseSignature } from '../order.js';
import { toolVersion } from '../package.js';
import { explain } from '../answer/error.js';
import { duration } from '../progress/lines.js';
import { writeLines } from '../print/output.js';
import { table } from '../print/table.js';
import { told } from '../print/told.js';
import { placesOf, withReporter, type Session } from '../session.js';

/** `binary-builder build NAME@VERSION…` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = buildOptions.parse(raw);
  const orders = parseOrders(words, options);
  const parallel =
    parseCount('--parallel', options.parallel) ?? Math.min(4, os.availableParallelism());
  const jobs = parseCount('--jobs', options.jobs) ?? defaultJobs();
  const way = {
    places: placesOf(options),
    parallel,
    jobs,
    runner: parseRunner(options.runner),
    ccache: options.ccache,
    force: options.force,
    output: hostPath(options.outputDir),
    signature: parseSignature(options),
    builder: await toolVersion(),
  };
  const built = await withReporter(session, options, (context) => buildMany(orders, way, context));

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
