import path from 'node:path';
import type * as z from 'zod';
import { parseArch } from '../../../builder/order/index.js';
import {
  parseVariables,
  requirePage,
  runDroplet,
  stackOfBuildpack,
  stageApplication,
} from '../../../buildpack/stage/index.js';
import { BuilderError } from '../../../error.js';
import { hostPath } from '../../../path.js';
import { isolatingRunners } from '../../../sandbox/index.js';
import { chooseStack, loadStacks, type Stack } from '../../../stack/index.js';
import { answerText, stagedText } from '../../answer/application.js';
import { flag, list, text } from '../../describe/option.js';
import { verbOf } from '../../describe/verb.js';
import { parseLimits, runnerFor, unpackingOptions } from '../../options/artifact.js';
import { choiceOption, runnerOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';
import { parseCount } from '../../options/count.js';
import { runLimitOption } from '../../options/limits.js';
import { told } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';
import { withReporter } from '../../session/reporting.js';
import type { Session } from '../../session/session.js';

const EXAMPLE = 'binary-builder buildpack stage BUILDPACK.zip ./my-app --stack debian12 --run';

/** Seconds that an application gets unless somebody says otherwise: what the platform gives it. */
const TIMEOUT = 60;

/** What isolates nothing has a network. */
const RUNNERS = ['auto', ...isolatingRunners()];

const options = commonOptions.extend({
  stack: text('<STACK>', 'the stack to stage in (default: the one that it was packaged for)'),
  runner: runnerOption(RUNNERS),
  output: text('<FILE>', 'the droplet (default: APPLICATION-droplet.tgz)'),
  run: flag('start the web process and ask it for a page'),
  path: text('<PAGE>', 'with --run: the page (default: /)'),
  timeout: text('<SECONDS>', 'with --run: how long the application may take to answer'),
  env: list('<NAME=VALUE>', "a variable of the application's environment (repeatable)"),
  cacheDir: text('<DIR>', "the application's cache, kept between stagings"),
  interface: choiceOption(['compile', 'supply'], '<KIND>', '(default: as the platform chooses)'),
  ...unpackingOptions,
  limit: runLimitOption('a script or a download', 'time=1h'),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[BUILDPACK] [APPLICATION]',
  sentence: 'stage an application with it, as the platform does',
  examples: [
    'binary-builder buildpack stage python_buildpack-cached-v1.8.2.zip ../my-app --stack debian12 --run',
    'binary-builder buildpack stage . ../my-app --stack debian12 --cache-dir ../cache',
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  const { buildpack, application } = parseWords(words);
  const environment = parseVariables(options.env);
  const page = parsePage(options);
  const arch = parseArch(undefined);
  const stack = await stackFor(options, await stackOfBuildpack(buildpack, session.signal), session);
  const runner = await runnerFor(stack, options, session.signal);
  const setting = { stack, arch, runner, environment };

  const droplet = hostPath(options.output ?? `${path.basename(application)}-droplet.tgz`);
  const staged = await withReporter(session, options, (context) =>
    stageApplication(
      {
        ...setting,
        buildpack,
        application,
        droplet,
        cache: options.cacheDir === undefined ? undefined : hostPath(options.cacheDir),
        interface: options.interface,
        limits: parseLimits(options),
      },
      context,
    ),
  );
  print(options, { type: 'application.staged', ...staged }, told(stagedText, staged));
  if (page === undefined) return;
  const answer = await withReporter(session, options, (context) =>
    runDroplet({ ...setting, droplet, ...page }, context),
  );
  const body = answer.body.trimEnd();
  print(
    options,
    { type: 'application.answered', ...answer },
    told(answerText, page.path, answer, body.trim() === '' ? [] : body.split('\n')),
  );
}

function parseWords(words: readonly string[]) {
  const [buildpack, application, ...others] = words;
  if (buildpack === undefined || application === undefined || others.length > 0) {
    throw new BuilderError('USAGE', "'buildpack stage' takes a buildpack and an application.", {
      hint: `For example: ${EXAMPLE}`,
    });
  }
  return { buildpack: hostPath(buildpack), application: hostPath(application) };
}

/** What to ask the application for; undefined when it is not to be started. */
function parsePage({ run, path: page, timeout }: Options) {
  if (run) {
    requirePage(page ?? '/');
    return { path: page ?? '/', timeoutSeconds: parseCount('--timeout', timeout) ?? TIMEOUT };
  }
  const idle = page === undefined ? (timeout === undefined ? undefined : 'timeout') : 'path';
  if (idle === undefined) return undefined;
  throw new BuilderError('USAGE', `--${idle} says nothing without --run.`, {
    hint: `For example: ${EXAMPLE}`,
  });
}

/**
 * The named stack, else the one that the buildpack was packaged for.
 * @throws BuilderError USAGE when neither says it, UNKNOWN_STACK, UNKNOWN_ARCH
 */
async function stackFor(
  options: Options,
  packagedFor: string | undefined,
  { signal }: Session,
): Promise<Stack> {
  const { cache, stacks } = placesOf(options);
  const known = await loadStacks(stacks);
  const explicit = options.stack ?? packagedFor;
  if (explicit === undefined) {
    throw new BuilderError('USAGE', 'In which stack shall the application be staged?', {
      hint: `The buildpack was packaged for no single one: say --stack NAME. Known: ${known.map(({ name }) => name).join(', ')}.`,
    });
  }
  const wanted = { stacks: known, arch: parseArch(undefined), explicit, cache, signal };
  return (await chooseStack(wanted)).stack;
}
