import { BUILD_USER, isRoot } from '../../../program/index.js';
import { BuilderError } from '../../../error.js';
import { FIXED_PATH, type HostPath } from '../../../path.js';
import { bubblewrapOptions } from './options.js';
import { findBubblewrap } from './program.js';
import type { Emulator } from '../../emulation/emulator.js';
import { withPrivateRegistration } from '../../emulation/private.js';
import { prootArgv, prootSurroundings, STACK } from '../../emulation/proot.js';
import { plainEntry, readTold, toldEntry, type Streams } from '../../command/entry.js';
import { behind, type Limits } from '../../limits/index.js';
import { layRoot, type Overlay } from './layout.js';
import { outsideOf, type Seen } from './outside.js';
import { runProcess } from '../../command/process.js';
import type {
  Captured,
  Command,
  Held,
  Mount,
  Outcome,
  RunOptions,
  Sandbox,
} from '../../command/sandbox.js';
import { machineFilter, UNKNOWN_TO_PROOT } from '../../../seccomp/index.js';
import { runOnTerminal } from '../../command/terminal.js';

/** What every sandbox has over its root: its own devices and processes, and room for scratch files. */
const SCRATCH: readonly Overlay[] = [
  { at: '/dev', option: ['--dev'] },
  { at: '/proc', option: ['--proc'] },
  // Some settings belong to a namespace, and so to its root.
  { at: '/proc/sys', option: ['--ro-bind', '/proc/sys'] },
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

  async capture(command: Command, options: Omit<RunOptions, 'onOutput'> = {}): Promise<Captured> {
    return await this.#run(command, 'apart', options);
  }

  async shell(command: Command, { limits, join = [] }: Held = {}): Promise<Outcome> {
    const told = this.emulator?.kind === 'proot';
    const made = { mode: 'terminal', first: 5, limits } as const;
    const { argv, inputs } = await this.#make(command, 'apart', made);
    const { exitCode, told: text } = await runOnTerminal(behind(join, argv), {
      environment: SURROUNDINGS,
      told,
      inputs,
      ...(isRoot() && { owner: BUILD_USER }),
    });
    return { exitCode: readTold(text) ?? exitCode };
  }

  async #run(
    command: Command,
    streams: Streams,
    { limits, join = [], ...options }: RunOptions,
  ): Promise<Captured> {
    const told = this.emulator?.kind === 'proot';
    const first = told ? 5 : 4;
    const made = await this.#make(command, streams, { mode: 'status', first, limits });
    const ended = await runProcess({
      ...made,
      argv: behind(join, made.argv),
      environment: SURROUNDINGS,
      lifeline: false,
      status: true,
      told,
      ...options,
    });
    const { stdout, stderr } = ended;
    // bubblewrap tells an exit code here if and only if what it was to run was run.
    const ran = ended.status.includes('"exit-code"');
    const exitCode = told ? readTold(ended.told) : ended.exitCode;
    if (ran && exitCode !== undefined) return { exitCode, stdout, stderr };
    const what = ran ? 'PRoot could not run the command' : 'bubblewrap could not make the sandbox';
    throw new BuilderError('SANDBOX_FAILED', what, {
      excerpt: stderr.trim().split('\n').slice(-5),
      hint: 'binary-builder doctor tells what this machine lacks.',
    });
  }

  /** What makes the sandbox of a command and runs it there. */
  async #make(
    command: Command,
    streams: Streams,
    { mode, first, limits }: { mode: Mode; first: number; limits?: Limits | undefined },
  ): Promise<{ argv: [string, ...string[]]; inputs: Uint8Array[]; around: boolean }> {
    const { emulator, root } = this;
    const program = await findBubblewrap();
    const seen: Seen[] = [{ host: root, access: 'read-only' }, ...command.mounts];
    const outside = outsideOf(seen, program);
    const mounts = command.mounts.map((mount) => ({ ...mount, host: outside.at(mount.host) }));
    const overlays = [...SCRATCH, ...mounts.map(overlayOf)];
    const at = outside.at(root);
    const proot = emulator?.kind === 'proot' ? emulator : undefined;
    const laid =
      proot === undefined
        ? await layRoot(root, overlays, { at })
        : [
            ...prootSurroundings(proot.tools),
            ...(await layRoot(root, overlays, { place: STACK, at })),
          ];
    const entry =
      proot === undefined
        ? {
            directory: command.directory,
            argv: plainEntry(command, streams, { limits, counted: 'own' }),
          }
        : { directory: '/', argv: prootArgv(toldEntry(command, streams, limits)) };
    const filter = machineFilter(proot === undefined ? [] : UNKNOWN_TO_PROOT);
    const options = [
      ...bubblewrapOptions(program, command.user),
      ...(mode === 'status' ? ['--new-session', '--json-status-fd', '3'] : []),
      ...(filter === undefined ? [] : ['--seccomp', String(first + 1)]),
      ...laid,
      ...['--chdir', entry.directory],
    ];
    // By a descriptor, so that what is bound from where can't be read from inside in /proc/1/cmdline.
    const argv = [program.path, '--args', String(first), '--', ...entry.argv] as const;
    const inputs = [nulSeparated(options), ...(filter === undefined ? [] : [filter])];
    const last = String(first + inputs.length);
    return {
      argv: outside.around(
        emulator?.kind === 'private' ? withPrivateRegistration(emulator, argv) : argv,
        mode === 'status' ? ['--json-status-fd', last] : [],
      ),
      inputs,
      around: mode === 'status' && outside.isAround,
    };
  }
}

/** All that bubblewrap itself gets for an environment: the first process inside shows it to the others. */
const SURROUNDINGS: NodeJS.ProcessEnv = { PATH: FIXED_PATH };

/** As bubblewrap reads arguments from a descriptor. */
function nulSeparated(texts: readonly string[]): Uint8Array {
  return Buffer.from(texts.map((text) => `${text}\0`).join(''));
}

function overlayOf({ host, guest, access }: Mount): Overlay {
  return { at: guest, option: [access === 'read-only' ? '--ro-bind' : '--bind', host] };
}

/**
 * `status` puts a command into a session of its own, where it can't type into our terminal
 * (TIOCSTI), and reports on descriptor 3; `terminal` leaves it the session and the terminal that
 * were made for it, which a shell needs for job control.
 */
type Mode = 'status' | 'terminal';
