import type * as z from 'zod';
import { parseArch } from '../../../builder/order/index.js';
import { stackCatalogue } from '../../../builder/place/index.js';
import { chooseRunner, parseRunner, probeEngines, rootFormOf } from '../../../sandbox/index.js';
import { chooseStack, loadStacks, prepareRoot } from '../../../stack/index.js';
import { flag } from '../../describe/option.js';
import { verbOf } from '../../describe/verb.js';
import { archOption, runnerOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';
import { downloadLimitOption } from '../../options/limits.js';
import { oneName } from '../../options/words.js';
import { told } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';
import { withReporter } from '../../session/reporting.js';
import type { Session } from '../../session/session.js';

const options = commonOptions.extend({
  arch: archOption,
  runner: runnerOption(),
  refresh: flag("make it ready anew, from today's packages or image"),
  limit: downloadLimitOption,
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[STACK]',
  sentence: 'make a stack ready, so that no build has to',
  examples: ['binary-builder stacks prepare debian12', 'binary-builder stacks prepare --refresh'],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  const places = placesOf(options);
  const { cache } = places;
  const stacks = await loadStacks(places.stacks);
  const arch = parseArch(options.arch);
  const { signal } = session;
  const { stack, reason } = await chooseStack({
    stacks,
    arch,
    cache,
    engines: () => probeEngines({ cache, signal }),
    signal,
    ...(words.length === 0 ? {} : { explicit: oneName('stacks prepare', words) }),
  });
  const explicit = parseRunner(options.runner);
  const { runner } = await chooseRunner(
    { stack, ...(explicit === undefined ? {} : { explicit }) },
    { cache, signal },
  );
  const root = await withReporter(session, options, async (context) => {
    const made = await prepareRoot(
      {
        stack,
        arch,
        toolchain: true,
        packages: [],
        form: rootFormOf(runner, stack),
        refresh: options.refresh,
      },
      context,
    );
    await stackCatalogue({ ...context, stack, arch, packages: [], runner });
    return made;
  });
  print(
    options,
    {
      type: 'stack.prepared',
      stack: root.stack,
      arch,
      runner: runner.name,
      reason,
      digest: root.base,
      glibc: root.glibc,
      compiler: root.compiler,
      packages: root.packages,
    },
    told(
      (name, why) =>
        `${name} is ready for ${runner.name} (${why}).\n  digest    ${root.base}\n  glibc     ${root.glibc}\n  compiler  ${root.compiler ?? 'none'}`,
      stack.name,
      reason,
    ),
  );
}
