import { randomUUID } from 'node:crypto';
import { BuilderError } from '../../../error.js';
import { hostPath, inHost } from '../../../path.js';
import { cacheFolders } from '../../../store/index.js';
import { withLock } from '../../../files/index.js';
import { lifelineEntry, plainEntry, readLifeline, type Streams } from '../../command/entry.js';
import { behind } from '../../limits/index.js';
import type { Surroundings } from '../kind.js';
import { withLinks } from './links.js';
import { runProcess } from '../../command/process.js';
import type {
  Captured,
  Command,
  Held,
  Outcome,
  RunOptions,
  Sandbox,
} from '../../command/sandbox.js';
import { runOnTerminal } from '../../command/terminal.js';

/**
 * No sandbox: the machine itself, for running inside a stack's own container. The environment is
 * the given one all the same, and paths are as everywhere, by symbolic links, so only one command
 * runs at a time.
 */
export class HostSandbox implements Sandbox {
  readonly runner = 'host';

  constructor(
    private readonly machine: Pick<Surroundings, 'cache' | 'emit' | 'whose' | 'isolating'>,
  ) {}

  async run(command: Command, options: RunOptions = {}): Promise<Outcome> {
    const { exitCode } = await this.#run(command, 'merged', {
      ...options,
      onOutput: options.onOutput ?? (() => undefined),
    });
    return { exitCode };
  }

  async capture(command: Command, options: Omit<RunOptions, 'onOutput'> = {}): Promise<Captured> {
    return await this.#run(command, 'apart', options);
  }

  async shell(command: Command, { limits, join = [] }: Held = {}): Promise<Outcome> {
    const [program = '', ...rest] = plainEntry(here(command), 'apart', {
      limits,
      counted: 'shared',
    });
    return await this.#alone(command, async () => {
      const directory = hostPath(command.directory);
      const { exitCode } = await runOnTerminal(behind(join, [program, ...rest]), {
        environment: {},
        directory,
      });
      return { exitCode };
    });
  }

  async #run(
    command: Command,
    streams: Streams,
    { limits, join = [], ...options }: RunOptions,
  ): Promise<Captured> {
    const word = `binary-builder-${randomUUID()}`;
    const [program = '', ...rest] = lifelineEntry(here(command), streams, word, {
      limits,
      counted: 'shared',
    });
    return await this.#alone({ ...command, signal: options.signal }, async () => {
      const ended = await runProcess({
        argv: behind(join, [program, ...rest]),
        environment: {},
        directory: hostPath(command.directory),
        lifeline: true,
        sweep: true,
        ...options,
      });
      const told = readLifeline(ended.stderr, word);
      if (told !== undefined) {
        const { exitCode, stderr } = told;
        return { exitCode, stdout: ended.stdout, stderr };
      }
      throw new BuilderError('SANDBOX_FAILED', 'the command on this machine was killed', {
        excerpt: ended.stderr.trim().split('\n').slice(-5),
      });
    });
  }

  async #alone<T>(
    { mounts, signal }: Pick<Command, 'mounts'> & { signal?: AbortSignal },
    fn: () => Promise<T>,
  ): Promise<T> {
    const { cache, emit, whose, isolating } = this.machine;
    const onWait = (reason: string) => {
      emit({ type: 'warning', ...whose, message: `the runner host waits: ${reason}` });
    };
    const lock = inHost(cacheFolders(cache).locks, 'host.lock');
    return await withLock(lock, () => withLinks(mounts, { ours: cache, isolating }, fn), {
      onWait,
      signal,
    });
  }
}

/** Tells shells by which of its names the directory is meant: not the one that links lead to. */
function here(command: Command): Command {
  return { ...command, environment: { ...command.environment, PWD: command.directory } };
}
