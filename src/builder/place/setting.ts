import type { Arch } from '../../architecture.js';
import { buildId, type Plan } from '../../plan/index.js';
import { openSandbox, rootFormOf, type Runner, type Sandbox } from '../../sandbox/index.js';
import { prepareRoot, type Root, type Stack } from '../../stack/index.js';
import type { BuildContext } from './context.js';

/** Where an artifact is built, looked at and tested: a stack, and how to run things in it. */
export interface Setting extends BuildContext {
  stack: Stack;
  arch: Arch;
  /** Packages that the artifact expects the platform to have beside the stack. */
  packages: readonly string[];
  runner: Runner;
  /** The id of the build that it is for, if it is for one. */
  build?: string;
}

/** The setting of a plan. */
export function settingOf(
  plan: Plan,
  stack: Stack,
  runner: Runner,
  context: BuildContext,
): Setting {
  const build = buildId(plan);
  return { ...context, stack, arch: plan.arch, packages: plan.packages.run, runner, build };
}

/** What of a stack is wanted: its compilers or not, and packages on top. */
interface Wanted {
  toolchain: boolean;
  packages: readonly string[];
}

/** Makes a root of the setting's stack ready, in the form that its runner takes. */
export function rootIn(setting: Setting, wanted: Wanted): Promise<Root> {
  const { stack, arch, runner } = setting;
  return prepareRoot({ stack, arch, ...wanted, form: rootFormOf(runner, stack) }, setting);
}

/** Opens a sandbox on a root of the setting's stack, which is made ready first. */
export async function sandboxIn(setting: Setting, wanted: Wanted): Promise<Sandbox> {
  return await openIn(setting, await rootIn(setting, wanted));
}

/** Opens a sandbox on a root that is ready. */
export async function openIn(
  { build, ...setting }: BuildContext & Pick<Setting, 'runner' | 'build'>,
  root: Root,
): Promise<Sandbox> {
  return await openSandbox(setting.runner, root, {
    ...setting,
    ...(build !== undefined && { whose: { build } }),
  });
}
