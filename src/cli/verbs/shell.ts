import * as z from 'zod';
import { defaultJobs } from '../../builder/order/index.js';
import { failedBuilds, openShell } from '../../builder/shell/index.js';
import { chooseRunner, parseRunner } from '../../sandbox/index.js';
import { loadStacks } from '../../stack/index.js';
import { cacheFolders, cacheRoot } from '../../store/index.js';
import { limitOption } from '../limits.js';
import { commonOptions } from '../options.js';
import { told } from '../print/told.js';
import { placesOf, print, withReporter, type Session } from '../session.js';
import { oneName } from '../words.js';

const shellOptions = commonOptions.extend({
  runner: z.string().default('auto'),
  limit: limitOption,
});

/** `binary-builder shell [BUILD]` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = shellOptions.parse(raw);
  if (words.length === 0) {
    const builds = await failedBuilds({ folders: cacheFolders(cacheRoot(process.env)) });
    print(options, builds, told(buildsText, builds));
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
