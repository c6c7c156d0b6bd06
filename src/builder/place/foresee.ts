import { BuilderError } from '../../error.js';
import type { Plan } from '../../plan/index.js';
import { emulatorFor, rootFormOf } from '../../sandbox/index.js';
import { rootIn, type Setting } from './setting.js';

/**
 * Looks whether all is here that a plan will need in the end, before what it needs first is made: what runs the
 * programs of its architecture, and, where the machine stands for the stack, the packages of its tests.
 * @param instead what is said where the machine stands for the stack though nobody asked for that, and lacks packages
 * @throws BuilderError NO_SANDBOX, MISSING_PROGRAM, STACK_NOT_READY
 */
export async function foresee(plan: Plan, setting: Setting, instead?: BuilderError): Promise<void> {
  const { runner, stack, signal } = setting;
  await emulatorFor(plan.arch, runner.name, signal);
  if (rootFormOf(runner, stack) !== 'machine') return;
  const packages = [
    ...plan.packages.build,
    ...plan.packages.run,
    ...plan.tests.flatMap((test) => test.packages),
  ];
  try {
    await rootIn(setting, { toolchain: true, packages });
  } catch (error) {
    const isUnready = error instanceof BuilderError && error.code === 'STACK_NOT_READY';
    throw isUnready && instead !== undefined ? neither(instead, error) : error;
  }
}

/** No sandbox works, and the machine isn't fit to do without one. */
function neither(instead: BuilderError, unready: BuilderError): BuilderError {
  return new BuilderError('NO_SANDBOX', instead.message, {
    excerpt: [...instead.excerpt, `host  ${unready.message}`],
    hint: [instead.hint, unready.hint].filter((hint) => hint !== undefined).join('\n'),
    cause: unready,
  });
}
