import { randomUUID } from 'node:crypto';
import { isRoot } from '../../../program/index.js';
import { BuilderError } from '../../../error.js';
import { hostPath, type HostPath } from '../../../path.js';
import type { Engine } from '../../../stack/index.js';
import {
  lifelineEntry,
  plainEntry,
  readLifeline,
  type Inside,
  type Streams,
} from '../../command/entry.js';
import { engineLimits, type Limits } from '../../limits/index.js';
import { runProcess } from '../../command/process.js';
import type {
  Captured,
  Command,
  Held,
  Outcome,
  RunOptions,
  Sandbox,
} from '../../command/sandbox.js';
import type { EngineKind } from './kind.js';
import { hasTerminal, runOnTerminal } from '../../command/terminal.js';

/**
 * What a container is made from: an image, or a folder where the engine can. An image that isn't of
 * the engine's own platform has its platform with it, since the engine would look for another.
 */
export type ContainerRoot = { image: string; platform?: string } | { directory: HostPath };

/**
 * A working directory in which no file can be made: podman's monitor leaves one there, called oom, when
 * a container's memory runs out.
 */
const WHERE_NOTHING_IS_LEFT = hostPath('/proc');

/** A sandbox that is a container of an engine with docker's command line. */
export class ContainerSandbox implements Sandbox {
  readonly runner: string;
  private readonly engine: Engine;

  constructor(
    private readonly maker: ContainerMaker,
    private readonly root: ContainerRoot,
  ) {
    this.engine = maker.engine;
    this.runner = maker.engine.name;
  }

  async run(command: Command, options: RunOptions = {}): Promise<Outcome> {
    const { exitCode, counters } = await this.#run(command, 'merged', {
      ...options,
      onOutput: options.onOutput ?? (() => undefined),
    });
    return { exitCode, ...(counters && { counters }) };
  }

  async capture(command: Command, options: Omit<RunOptions, 'onOutput'> = {}): Promise<Captured> {
    return await this.#run(command, 'apart', options);
  }

  async shell(command: Command, { limits }: Held = {}): Promise<Outcome> {
    const name = this.#name();
    const attached = [
      '--interactive',
      ...(hasTerminal() ? ['--tty'] : []),
      ...engineLimits(limits),
    ];
    const options = this.#options(name, command, attached);
    const [entry = '', ...rest] = plainEntry(command, 'apart', this.#inside(limits));
    const argv = [...options, `--entrypoint=${entry}`, ...rootArguments(this.root), ...rest];
    try {
      const environment = this.#environment();
      const { exitCode } = await runOnTerminal([this.engine.name, ...argv], { environment });
      return { exitCode };
    } finally {
      // Its client may have died, or let go of it.
      await this.#remove(name);
    }
  }

  async #run(
    command: Command,
    streams: Streams,
    { limits, onOutput, signal }: RunOptions,
  ): Promise<Captured> {
    const name = this.#name();
    const flags = this.#options(name, command, ['--interactive', ...engineLimits(limits)]);
    const [entry = '', ...rest] = lifelineEntry(command, streams, name, this.#inside(limits));
    const argv = [...flags, `--entrypoint=${entry}`, ...rootArguments(this.root), ...rest];
    try {
      const ended = await runProcess({
        argv: [this.engine.name, ...argv],
        environment: this.#environment(),
        directory: WHERE_NOTHING_IS_LEFT,
        lifeline: true,
        onOutput,
        signal,
      });
      const told = readLifeline(ended.stderr, name);
      if (told === undefined) throw failure(this.engine.name, ended);
      return { stdout: ended.stdout, ...told };
    } catch (error) {
      await this.#remove(name);
      throw error;
    }
  }

  #options(name: string, command: Command, attached: readonly string[]): string[] {
    return containerOptions({ ...this.maker, asRoot: isRoot() }, name, command, attached);
  }

  #inside(limits: Limits | undefined): Inside {
    // Of rootless containers those of one user are counted together, which is better than not at all.
    const counted = this.maker.kind.countsByUser && !isRoot() ? 'own' : 'shared';
    return { limits, counted };
  }

  #environment(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.engine.environment };
  }

  #name(): string {
    return `binary-builder-${randomUUID()}`;
  }

  /** For a container that may still be there because its client died. */
  async #remove(name: string): Promise<void> {
    const argv = [this.engine.name, 'rm', '--force', name] as const;
    const environment = this.#environment();
    await runProcess({ argv, environment, lifeline: false }).catch(() => undefined);
  }
}

/** What makes containers of ours. */
interface ContainerMaker {
  readonly kind: EngineKind;
  readonly engine: Engine;
  /** The file with the seccomp profile, as the engine's client reads it. */
  readonly profile: HostPath;
}

/** See {@link ContainerMaker}. */
interface ContainerMaking extends ContainerMaker {
  /** Whether the engine's client is run by root, who can give a container another user outside. */
  readonly asRoot: boolean;
}

/** The engine's arguments before the root. Pure. */
export function containerOptions(
  { kind, engine, profile, asRoot }: ContainerMaking,
  name: string,
  command: Command,
  attached: readonly string[],
): string[] {
  return [
    'run',
    '--rm',
    ...attached,
    `--name=${name}`,
    '--network=none',
    '--hostname=stack',
    `--user=${engine.user}`,
    ...(asRoot ? kind.outsideUser : []),
    '--read-only',
    ...['/run', '/tmp', '/var/tmp']
      // An engine refuses two mounts at one place.
      .filter((path) => !command.mounts.some(({ guest }) => guest === path))
      .map((path) => `--tmpfs=${path}:exec,mode=1777`),
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    ...(engine.ownFilter === true ? [] : [`--security-opt=seccomp=${profile}`]),
    ...kind.withoutProxies,
    // SELinux would keep the container from the folders that we bind into it.
    '--security-opt=label=disable',
    '--log-driver=none',
    `--workdir=${command.directory}`,
    ...command.mounts.flatMap(({ host, guest, access }) => [
      '--mount',
      `type=bind,${field('source', host)},${field('target', guest)}${access === 'read-only' ? ',readonly' : ''}`,
    ]),
  ];
}

/** One field of `--mount`, which is a line of CSV. */
function field(name: string, value: string): string {
  return `"${name}=${value.replaceAll('"', '""')}"`;
}

/** The engine's last arguments before those of the entry. Pure. */
export function rootArguments(root: ContainerRoot): string[] {
  // :O lays a throw-away layer over the folder, in which mount points can be made.
  if ('directory' in root) return ['--rootfs', `${root.directory}:O`];
  const { image, platform } = root;
  return [...(platform === undefined ? [] : [`--platform=${platform}`]), image];
}

function failure(engine: string, { stderr, exitCode }: Captured): BuilderError {
  const said = stderr.trim().split('\n').slice(-5);
  return new BuilderError('SANDBOX_FAILED', `${engine} could not run the container`, {
    excerpt: stderr.trim() === '' ? [`it ended with exit status ${exitCode}`] : said,
    hint: 'binary-builder doctor tells what this machine lacks.',
  });
}
