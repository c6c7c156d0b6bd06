import os from 'node:os';
import prettyBytes from 'pretty-bytes';
import {
  buildMany,
  type BuildOrder,
  type BuildResult,
  type Built,
  defaultJobs,
} from '../../builder/order/index.js';
import { BuilderError } from '../../error.js';
import type { Event } from '../../event.js';
import { copyAtomic, writeFileAtomic } from '../../files/index.js';
import { hostPath } from '../../path.js';
import { parseRunner } from '../../sandbox/index.js';
import { explain } from '../answer/error.js';
import { summaryOf } from '../answer/summary.js';
import { verbOf } from '../describe/verb.js';
import { buildOptions, type BuildOptions } from '../options/build.js';
import { parseCount } from '../options/count.js';
import { parseOrders, parseSignature } from '../options/order.js';
import { withSourceFile } from '../options/source-file.js';
import { duration } from '../print/duration.js';
import { writeLines } from '../print/output.js';
import { table } from '../print/table.js';
import { told } from '../print/told.js';
import { placesOf } from '../session/places.js';
import { withReporter, type Wording } from '../session/reporting.js';
import type { Session } from '../session/session.js';
import type { Observed } from '../timings/index.js';
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
    'binary-builder build --source-file source/data.json --output-file summary.json',
  ],
  options: buildOptions,
  run,
});

async function run(words: string[], options: BuildOptions, session: Session): Promise<void> {
  await buildAsked(words, options, session);
}

/**
 * What `build` and the classic form do. With a file of the platform's pipeline it leaves beside the rest what
 * that looks for: the artifact in the working directory, and a summary.
 * @returns what there is now
 * @throws what the only one that was ordered failed with
 */
export async function buildAsked(
  words: readonly string[],
  given: BuildOptions & { wording?: Wording },
  session: Session,
): Promise<BuildResult[]> {
  const { sourceFile } = given;
  const options = sourceFile === undefined ? given : await withSourceFile(sourceFile, words, given);
  const orders = parseOrders(words, options);
  const { outputFile = sourceFile === undefined ? undefined : 'summary.json' } = options;
  if (outputFile === undefined) return await buildOrders(orders, options, session);
  if (orders.length > 1) {
    throw new BuilderError('USAGE', `${outputFile} sums up one build, not ${orders.length}.`, {
      hint: 'Ask for one at a time, or leave --output-file out.',
    });
  }
  const results = await buildOrders(orders, options, session);
  for (const result of results) {
    const summary = summaryOf(result);
    await copyAtomic(result.path, hostPath(summary.artifact_path));
    await writeFileAtomic(hostPath(outputFile), `${JSON.stringify(summary, null, 2)}\n`);
  }
  return results;
}

/** Builds, side by side, and tells how each ended. */
async function buildOrders(
  orders: readonly BuildOrder[],
  options: BuildOptions & { wording?: Wording },
  session: Session,
): Promise<BuildResult[]> {
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
  const observed: Observed[] = [];
  const observe = (event: Event) => {
    // Logs may be long, and tell no time.
    if (event.type !== 'log') observed.push({ at: performance.now(), event });
  };
  const reporting = options.timings ? { ...options, observe } : options;
  const built = await withReporter(session, reporting, (context) =>
    buildMany(orders, way, context),
  );
  if (options.timings && !session.signal.aborted) {
    const { tellTimings } = await import('./build-timings.js');
    await tellTimings(observed, options);
  }

  const failures = built.filter((one) => 'error' in one);
  const [only] = failures;
  // A single failure is the whole story; of several builds each tells its own, and all are summed up.
  if (orders.length === 1 && only !== undefined) throw only.error;
  for (const { error } of failures) {
    writeLines(process.stderr, explain(error, session.conceal, session.typed).text);
  }
  if (orders.length > 1 && !options.json) writeLines(process.stdout, told(summary, built));
  if (session.signal.aborted) throw session.signal.reason;
  if (only !== undefined) session.exit(explain(only.error).exitCode);
  return built.flatMap((one) => ('result' in one ? one.result : []));
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
