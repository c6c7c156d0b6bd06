import * as z from 'zod';
import { flag, option, text } from '../describe/option.js';
import { outputOption, runnerOption } from './choices.js';
import { privateRedirectsOption, stepLimitOption } from './limits.js';
import { orderOptions } from './order.js';

/** Options that say how to build. */
export const buildOptions = orderOptions.extend({
  runner: runnerOption(),
  jobs: text('<N>', 'processes at once in a build (default: one per processor)'),
  parallel: text('<N>', 'builds at once (default: as many as there are processors, 4 at most)'),
  outputDir: outputOption,
  ccache: option(z.boolean().default(true), {
    says: 'keep compiler results between builds (default where the stack has ccache)',
    off: 'neither use nor keep any, as for builds that will be signed',
  }),
  sourceFile: text('<FILE>', "data.json of the platform's pipeline: what to build"),
  outputFile: text('<FILE>', "write the summary.json of the platform's builder there"),
  timings: flag('tell where the time went, and leave a trace of it in OUTPUT/timings/'),
  force: flag('build although it was built, and replace what was published'),
  limit: stepLimitOption,
  allowPrivateRedirects: privateRedirectsOption,
});

/** See {@link buildOptions}. */
export type BuildOptions = z.infer<typeof buildOptions>;
