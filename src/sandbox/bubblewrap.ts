import { BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import type { Emulator } from './emulation/emulator.js';
import { withPrivateRegistration } from './emulation/private.js';
import { prootArgv, prootSurroundings, STACK } from './emulation/proot.js';
import { FILTER_ARGUMENTS, withPRootFilter } from './emulation/proot-filter.js';
import { plainEntry, readTold, toldEntry, type Streams } from './entry.js';
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

  /** @param emulator what runs the root's programs, where the machine can't */
  constructor(
    private readonly root: HostPath,
    private readonly emulator?: Emulator,
  ) {}

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
    const throughPRoot = this.emulator?.kind === 'proot';
    const { exitCode, told } = await runOnTerminal(argv, surroundings(), { told: throughPRoot });
    return { exitCode: readTold(told) ?? exitCode };
  }

  async #run(command: Command, streams: Streams, options: RunOptions): Promise<Captured> {
    const throughPRoot = this.emulator?.kind === 'proot';
    const ended = await runProcess({
      argv: await this.#argv(command, streams, 'status'),
      environment: surroundings(),
      lifeline: false,
      status: true,
      told: throughPRoot,
      ...options,
    });
    const { stdout, stderr } = ended;
    // bubblewrap tells an exit code here if and only if what it was to run was run.
    const ran = ended.status.includes('"exit-code"');
    const exitCode = throughPRoot ? readTold(ended.told) : ended.exitCode;
    if (ran && exitCode !== undefined) return { exitCode, stdout, stderr };
    const what = ran ? 'PRoot could not run the command' : 'bubblewrap could not make the sandbox';
    throw new BuilderError('SANDBOX_FAILED', what, {
      excerpt: stderr.trim().split('\n').slice(-5),
      hint: 'binary-builder doctor tells what this machine lacks.',
    });
  }

  async #argv(command: Command, streams: Streams, mode: Mode): Promise<[string, ...string[]]> {
    const { emulator } = this;
    const overlays = [...SCRATCH, ...command.mounts.map(overlayOf)];
    if (emulator?.kind === 'proot') {
      const laid = await layRoot(this.root, overlays, STACK);
      const inside = bubblewrapArguments(command, mode, {
        laid: [...prootSurroundings(emulator.tools), ...laid],
        directory: '/',
        argv: prootArgv(toldEntry(command, streams)),
      });
      return withPRootFilter(['bwrap', ...FILTER_ARGUMENTS, ...inside]);
    }
    const inside = bubblewrapArguments(command, mode, {
      laid: await layRoot(this.root, overlays),
      directory: command.directory,
      argv: plainEntry(command, streams),
    });
    return emulator?.kind === 'private'
      ? withPrivateRegistration(emulator, ['bwrap', ...inside])
      : ['bwrap', ...inside];
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
 * `status` puts a command into a session of its own, where it can't type into our terminal
 * (TIOCSTI), and reports on descriptor 3; `terminal` leaves it the user's terminal, which a shell
 * needs for job control.
 */
type Mode = 'status' | 'terminal';

/** What bubblewrap shows, and what it starts there. */
interface Inside {
  /** Its arguments that make what is seen. */
  laid: readonly string[];
  directory: string;
  argv: readonly string[];
}

/** bubblewrap's arguments. Pure. */
export function bubblewrapArguments(
  { user = { uid: 0, gid: 0 } }: Pick<Command, 'user'>,
  mode: Mode,
  { laid, directory, argv }: Inside,
): string[] {
  return [
    '--unshare-all',
    '--die-with-parent',
    ...(mode === 'status' ? ['--new-session', '--json-status-fd', '3'] : []),
    ...['--hostname', 'stack', '--uid', String(user.uid), '--gid', String(user.gid), '--clearenv'],
    ...laid,
    ...['--chdir', directory, '--'],
    ...argv,
  ];
}
