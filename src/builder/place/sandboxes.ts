import { GUEST } from '../../path.js';
import type { Plan, Step } from '../../plan/index.js';
import type { Mount, Sandbox } from '../../sandbox/index.js';
import { prepareRoot, type Root } from '../../stack/index.js';
import { openIn, rootIn, type Setting } from './setting.js';

/** Where a plan is executed. */
interface BuildSandboxes {
  /** Where it is configured, compiled and installed. */
  sandbox: Sandbox;
  /** Where its own programs run. The same, unless it is cross compiled. */
  target: Sandbox;
  /** The root that the compiler comes from. */
  compiling: Root;
  /** The root of the artifact's architecture. */
  root: Root;
  /** What the compiler compiles against, when that is another root than its own. */
  sysroot: Mount | undefined;
}

/**
 * Makes the roots ready that a plan is executed in, and opens them.
 * @throws BuilderError STACK_NOT_READY, MISSING_PROGRAM, NO_SANDBOX and the like
 */
export async function openSandboxes(plan: Plan, setting: Setting): Promise<BuildSandboxes> {
  const { cross } = plan;
  const wanted = { toolchain: true, packages: plan.packages.build };
  if (cross === undefined) {
    const root = await rootIn(setting, wanted);
    const sandbox = await openIn(setting, root);
    return { sandbox, target: sandbox, compiling: root, root, sysroot: undefined };
  }
  const machine = { ...setting, arch: cross.machine };
  const [compiling, root] = await Promise.all([
    rootIn(machine, { toolchain: true, packages: cross.packages }),
    rootIn(setting, wanted),
  ]);
  return {
    sandbox: await openIn(machine, compiling),
    target: await openIn(setting, root),
    compiling,
    root,
    sysroot: await sysrootMount(setting, root, wanted),
  };
}

/** Where a step runs: what finishes an artifact runs the artifact's own programs. */
export function sandboxOf(
  { phase }: Pick<Step, 'phase'>,
  { sandbox, target }: Pick<BuildSandboxes, 'sandbox' | 'target'>,
): Sandbox {
  return phase === 'finish' ? target : sandbox;
}

/** A folder can be mounted as it is; what a container engine keeps has to be made as a folder too. */
async function sysrootMount(
  setting: Setting,
  root: Root,
  wanted: { toolchain: boolean; packages: readonly string[] },
): Promise<Mount> {
  const { stack, arch } = setting;
  const folder =
    root.kind === 'directory'
      ? root
      : await prepareRoot({ stack, arch, ...wanted, form: 'directory' }, setting);
  if (folder.kind !== 'directory') throw new TypeError(`a sysroot that is a ${folder.kind}`);
  return { host: folder.directory, guest: GUEST.sysroot, access: 'read-only' };
}
