import os from 'node:os';
import prettyBytes from 'pretty-bytes';
import { buildMany, defaultJobs, type Built } from '../../builder/order/index.js';
import { hostPath } from '../../path.js';
import { parseRunner } from '../../sandbox/index.js';
import { explain } from '../answer/error.js';
import { verbOf } from '../describe/verb.js';
import { buildOptions, type BuildOptions } from '../options/build.js';
import { parseCount } from '../options/count.js';
import { parseOrders, parseSignature } from '../options/order.js';
import { duration } from '../print/duration.js';
import { writeLines } from '../print/output.js';
import { table } from '../print/table.js';
import { told } from '../print/told.js';
import { placesOf } from '../session/places.js';
import { withReporter } from '../session/reporting.js';
import type { Session } from '../session/session.js';
import { toolVersion } from '../session/tool-version.js';

export const verb = verbOf({
  group: 'build',
  usage: '[NAME@VERSION...]',
  sentence: 'build artifacts, or take them from the store',
  examples: [
    'binary-builder build libffi@3.4.4',
    'binary-builder build libffi@3.4.4 python@3.11.2 --jobs 4 --output-dir /srv/binaries',
    'binary-builder build python@3.12.99 --sha256=…     # a version that the recipe doesn’t list',
    'binary-builder build python@3.11.2 --option ensurepip=no',
  ],
  options: buildOptions,
  run,
});

/** What `build` and the classic form do. */
export async function run(words: string[], options: BuildOptions, session: Session): Promise<void> {
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
