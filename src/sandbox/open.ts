import { readFile } from 'node:fs/promises';
import { type Arch, ARCHITECTURES, machineArch } from '../architecture.js';
import { BuilderError } from '../error.js';
import type { Belonging, Emit } from '../event.js';
import type { AskedLimits } from '../limit.js';
import { inHost, type HostPath } from '../path.js';
import type { EngineName, Root } from '../stack/index.js';
import { writeFileAtomic } from '../files/index.js';
import { BubblewrapSandbox } from './bubblewrap.js';
import { ContainerSandbox, type ContainerRoot } from './container.js';
import type { Emulator } from './emulation/emulator.js';
import { probeEmulator } from './emulation/probe.js';
import { HostSandbox } from './host.js';
import { decideLimits, LimitedSandbox, machineMemory } from './limits/index.js';
import type { Runner, RunnerName, Sandbox } from './sandbox.js';
import { profileOf, rulesFor } from '../seccomp/index.js';

/** What a sandbox needs of its surroundings. */
export interface SandboxOptions {
  /** The cache folder; what is bound into a sandbox is expected to be in it. */
  cache: HostPath;
  emit: Emit;
  /** What its commands are run for; its warnings name that, and the stack. */
  whose?: Pick<Belonging, 'build' | 'staging'>;
  signal?: AbortSignal;
  /** What was said of the limits of what runs in it; the defaults hold for the rest. */
  limits?: AskedLimits | undefined;
}

/**
 * Opens a sandbox on a root that was prepared in the runner's form (`rootFormOf`). What runs in it is held
 * to limits. A root of another architecture than the machine's is emulated; how, is found out by trying.
 * @throws BuilderError NO_SANDBOX or MISSING_PROGRAM when it can't be, with what mends that; USAGE
 * for a BINARY_BUILDER_EMULATOR that isn't one; INTERRUPTED
 */
export async function openSandbox(
  runner: Runner,
  root: Root,
  options: SandboxOptions,
): Promise<Sandbox> {
  const emulator = await emulatorFor(root.arch, runner.name, options.signal);
  const facts = { emulated: emulator !== undefined, memory: machineMemory() };
  const limits = decideLimits(options.limits, facts);
  const sandbox = await unlimited(runner, root, emulator, options);
  return new LimitedSandbox(sandbox, limits, options.emit, belongingOf(root, options));
}

async function unlimited(
  runner: Runner,
  root: Root,
  emulator: Emulator | undefined,
  options: SandboxOptions,
): Promise<Sandbox> {
  const { cache, emit } = options;
  const whose = belongingOf(root, options);
  switch (runner.name) {
    case 'host':
      emit({ type: 'warning', ...whose, message: NO_ISOLATION });
      return new HostSandbox(cache, emit, whose);
    case 'bubblewrap':
      if (root.kind === 'directory') return new BubblewrapSandbox(root.directory, emulator);
      break;
    case 'podman':
    case 'docker': {
      const shown = containerRoot(runner.name, root, emulator);
      if (shown === undefined) break;
      return new ContainerSandbox(runner.engine, shown, await writeProfile(cache));
    }
  }
  throw new TypeError(`${runner.name} can't use a root that is a ${root.kind}`);
}

function belongingOf({ stack }: Root, { whose }: SandboxOptions): Belonging {
  return { ...whose, stack };
}

/** Undefined for a root of the machine's own architecture. */
async function emulatorFor(
  arch: Arch,
  runner: RunnerName,
  signal: AbortSignal | undefined,
): Promise<Emulator | undefined> {
  const status = await probeEmulator(arch, runner, { signal });
  if (status.works) return status.emulator;
  const message = `programs for ${arch} can't be run on this machine: ${status.reason}`;
  throw new BuilderError(status.code, message, { hint: `Mend it with: ${status.remedy}` });
}

/** A root in the form in which an engine runs it; undefined when it can't. */
function containerRoot(
  engine: EngineName,
  root: Root,
  emulator: Emulator | undefined,
): ContainerRoot | undefined {
  if (root.kind === 'directory' && engine === 'podman') return { directory: root.directory };
  if (root.kind !== 'image') return undefined;
  const { image, arch } = root;
  return { image, ...(emulator !== undefined && { platform: ARCHITECTURES[arch].platform }) };
}

/** Writes the seccomp profile of containers into the cache, where engines read it. */
async function writeProfile(cache: HostPath): Promise<HostPath> {
  const file = inHost(cache, 'seccomp.json');
  const profile = profileOf(rulesFor(machineArch() ?? 'x64'));
  if ((await readFile(file, 'utf8').catch(() => '')) !== profile) {
    await writeFileAtomic(file, profile);
  }
  return file;
}

const NO_ISOLATION =
  'the runner host isolates nothing: steps see this machine, its files and its network, and what they build may depend on them';
