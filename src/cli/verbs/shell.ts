import type * as z from 'zod';
import { defaultJobs } from '../../builder/order/index.js';
import { failedBuilds, openShell } from '../../builder/shell/index.js';
import { chooseRunner, parseRunner } from '../../sandbox/index.js';
import { loadStacks } from '../../stack/index.js';
import { cacheFolders, cacheRoot } from '../../store/index.js';
import { verbOf } from '../describe/verb.js';
import { runnerOption } from '../options/choices.js';
import { commonOptions } from '../options/common.js';
import { stepLimitOption } from '../options/limits.js';
import { oneName } from '../options/words.js';
import { told } from '../print/told.js';
import { placesOf } from '../session/places.js';
import { print } from '../session/print.js';
import { withReporter } from '../session/reporting.js';
import type { Session } from '../session/session.js';

const options = commonOptions.extend({ runner: runnerOption(), limit: stepLimitOption });

type Options = z.output<typeof options>;

export const verb = verbOf({
  group: 'machine',
  usage: '[BUILD]',
  sentence: 'look around where a build failed',
  examples: [
    'binary-builder shell                                  # which builds failed',
    'binary-builder shell libffi-3.4.4-debian12-x64-1a2b3c4d',
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  if (words.length === 0) {
    const builds = await failedBuilds({ folders: cacheFolders(cacheRoot(process.env)) });
    print(options, { type: 'builds.listed', builds }, told(buildsText, builds));
    return;
  }
  const places = placesOf(options);
  const stacks = await loadStacks(places.stacks);
  const wanted = parseRunner(options.runner);
  const exitCode = await withReporter(session, options, (context) =>
    openShell(
      oneName('shell', words),
      {
        recipes: places.recipes,
        stacks,
        jobs: defaultJobs(),
        chooseRunner: async (stack) => {
          const explicit = wanted === undefined ? {} : { explicit: wanted };
          return (await chooseRunner({ stack, ...explicit }, { cache: places.cache })).runner;
        },
      },
      context,
    ),
  );
  session.exit(exitCode);
}

function buildsText(builds: readonly string[]): string {
  return builds.length === 0 ? 'No failed build is kept.' : builds.join('\n');
}
