import { BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import { plainEntry, type Streams } from './entry.js';
import { layRoot, type Overlay } from './layout.js';
import { runOnTerminal, runProcess } from './process.js';
import type { Captured, Command, Mount, Outcome, RunOptions, Sandbox } from './sandbox.js';

/** What every sandbox has over its root: its own devices and processes, and room for scratch files. */
const SCRATCH: readonly Overlay[] = [
  { at: '/dev', option: ['--dev'] },
  { at: '/proc', option: ['--proc'] },
  { at: '/run', option: ['--tmpfs'] },
  { at: '/tmp', option: ['--perms', '1777', '--tmpfs'] },
  { at: '/var/tmp', option: ['--perms', '1777', '--tmpfs'] },
];

/** A sandbox of unprivileged namespaces over a root in a folder. */
export class BubblewrapSandbox implements Sandbox {
  readonly runner = 'bubblewrap';

  constructor(private readonly root: HostPath) {}

  async run(command: Command, options: RunOptions = {}): Promise<Outcome> {
    const { exitCode } = await this.#run(command, 'merged', {
      ...options,
      onOutput: options.onOutput ?? (() => undefined),
    });
    return { exitCode };
  }

  async capture(command: Command, options: { signal?: AbortSignal } = {}): Promise<Captured> {
    return await this.#run(command, 'apart', options);
  }

  async shell(command: Command): Promise<Outcome> {
    const argv = await this.#argv(command, 'apart', 'terminal');
    return { exitCode: await runOnTerminal(argv, surroundings()) };
  }

  async #run(command: Command, streams: Streams, options: RunOptions): Promise<Captured> {
    const ended = await runProcess({
      argv: await this.#argv(command, streams, 'status'),
      environment: surroundings(),
      lifeline: false,
      status: true,
      ...options,
    });
    const { exitCode, stdout, stderr, status } = ended;
    // bubblewrap tells an exit code here if and only if the command was run.
    if (!status.includes('"exit-code"')) {
      throw new BuilderError('SANDBOX_FAILED', 'bubblewrap could not make the sandbox', {
        excerpt: stderr.trim().split('\n').slice(-5),
        hint: 'binary-builder doctor tells what this machine lacks.',
      });
    }
    return { exitCode, stdout, stderr };
  }

  async #argv(
    command: Command,
    streams: Streams,
    mode: 'status' | 'terminal',
  ): Promise<[string, ...string[]]> {
    const laid = await layRoot(this.root, [...SCRATCH, ...command.mounts.map(overlayOf)]);
    return ['bwrap', ...bubblewrapArguments(command, streams, mode, laid)];
  }
}

/** What bubblewrap itself gets of our environment. */
function surroundings(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH };
}

function overlayOf({ host, guest, access }: Mount): Overlay {
  return { at: guest, option: [access === 'read-only' ? '--ro-bind' : '--bind', host] };
}

/**
 * bubblewrap's arguments. Pure.
 * @param mode `status` puts the command into a session of its own, where it can't type into our
 * terminal (TIOCSTI), and reports on descriptor 3; `terminal` leaves it the user's terminal, which
 * a shell needs for job control
 */
export function bubblewrapArguments(
  command: Command,
  streams: Streams,
  mode: 'status' | 'terminal',
  laid: readonly string[],
): string[] {
  const { uid, gid } = command.user ?? { uid: 0, gid: 0 };
  return [
    '--unshare-all',
    '--die-with-parent',
    ...(mode === 'status' ? ['--new-session', '--json-status-fd', '3'] : []),
    ...['--hostname', 'stack', '--uid', String(uid), '--gid', String(gid), '--clearenv'],
    ...laid,
    ...['--chdir', command.directory, '--'],
    ...plainEntry(command, streams),
  ];
}
