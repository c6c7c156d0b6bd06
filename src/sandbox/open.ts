import type { Arch } from '../architecture.js';
import { BuilderError } from '../error.js';
import type { Belonging } from '../event.js';
import type { AskedLimits } from '../limit.js';
import type { Root } from '../stack/index.js';
import type { Sandbox } from './command/sandbox.js';
import type { Emulator } from './emulation/emulator.js';
import { probeEmulator } from './emulator.js';
import { LimitedSandbox } from './limited-sandbox.js';
import { decideLimits, machineMemory } from './limits/index.js';
import { isolatingRunners, runnerKind, type Runner, type RunnerName } from './registry.js';
import type { Context } from '../store/index.js';

/** What a sandbox needs of its surroundings; what is bound into it is expected to be in the cache. */
interface SandboxContext extends Context {
  /** What its commands are run for; its warnings name that, and the stack. */
  whose?: Pick<Belonging, 'build' | 'staging'>;
  /** What was said of the limits of what runs in it; the defaults hold for the rest. */
  limits?: AskedLimits;
}

/**
 * Opens a sandbox on a root that was prepared in the runner's form (`rootFormOf`). What runs in it is held
 * to limits. A root of another architecture than the machine's is emulated; how, is found out by trying.
 * @throws BuilderError NO_SANDBOX or MISSING_PROGRAM when it can't be, with what mends that; USAGE
 * for a BINARY_BUILDER_EMULATOR that isn't one; INTERRUPTED
 */
export async function openSandbox(
  { name, engine }: Runner,
  root: Root,
  { folders, emit, signal, limits: asked, whose: asking }: SandboxContext,
): Promise<Sandbox> {
  const kind = runnerKind(name);
  const emulator = await emulatorFor(root.arch, name, signal);
  const facts = { emulated: emulator !== undefined, memory: machineMemory() };
  const limits = decideLimits(asked, facts);
  const isolating = isolatingRunners();
  const cache = folders.root;
  const whose = { ...asking, stack: root.stack };
  const sandbox = await kind.open(root, { engine, emulator, cache, emit, whose, isolating });
  return new LimitedSandbox(sandbox, { limits, limitedBy: kind.limitedBy, emit, whose });
}

/**
 * How programs of an architecture are run; undefined for the machine's own.
 * @throws BuilderError NO_SANDBOX or MISSING_PROGRAM where they can't be, with what mends that; USAGE, INTERRUPTED
 */
export async function emulatorFor(
  arch: Arch,
  runner: RunnerName,
  signal?: AbortSignal,
): Promise<Emulator | undefined> {
  const status = await probeEmulator(arch, runner, { signal });
  if (status.works) return status.emulator;
  const message = `programs for ${arch} can't be run on this machine: ${status.reason}`;
  throw new BuilderError(status.code, message, { hint: `Mend it with: ${status.remedy}` });
}
