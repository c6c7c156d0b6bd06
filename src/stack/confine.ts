import { realpath } from 'node:fs/promises';
import { BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import { runProgram, tailOf } from './program.js';

/** Where a program may write that otherwise only sees the machine. */
export interface Confinement {
  /** The one folder that it may write to; its TMPDIR. */
  scratch: HostPath;
  /** Files in folders that are hidden from it, which it has to read all the same. */
  readable: readonly string[];
}

/** What it takes to give files of a root to the users of the root, and for apt to change its user. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETGID', 'SETUID'];

/**
 * The command line of bubblewrap before that of a program which runs scripts of packages in sight of
 * the machine: such a script is told by DPKG_ROOT where to write, and not each one minds it. So the
 * whole machine is read-only, its devices, processes and sockets are hidden, and root is nobody's
 * administrator. The network stays. Pure.
 */
export function confinedArguments({ scratch, readable }: Confinement): [string, ...string[]] {
  return [
    'bwrap',
    ...['--die-with-parent', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    ...['--cap-drop', 'ALL'],
    ...CAPABILITIES.flatMap((name) => ['--cap-add', `CAP_${name}`]),
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...['/run', '/tmp', '/var/tmp'].flatMap((folder) => ['--tmpfs', folder]),
    ...readable.flatMap((file) => ['--ro-bind', file, file]),
    ...['--bind', scratch, scratch, '--setenv', 'TMPDIR', scratch],
    '--',
  ];
}

/** An ordinary user becomes root of a user namespace in which the users of a root are real users too. */
export const AS_ROOT_OF_NAMESPACE = ['unshare', '--map-auto', '--map-root-user', '--mount', '--'];

/**
 * The command lines that confine a program, tried out: first that of an ordinary user's namespace,
 * empty for root, then that of bubblewrap.
 * @throws BuilderError MISSING_PROGRAM, STACK_NOT_READY, INTERRUPTED
 */
export async function confine(
  scratch: HostPath,
  signal?: AbortSignal,
): Promise<{ namespace: string[]; confined: [string, ...string[]] }> {
  const namespace = process.getuid?.() === 0 ? [] : AS_ROOT_OF_NAMESPACE;
  const confined = confinedArguments({ scratch, readable: await hiddenResolver() });
  const options = signal ? { signal } : {};
  if (namespace.length > 0) {
    await attempt(['env', ...namespace, 'true'], NEEDS_IDS, options);
  }
  await attempt(['env', ...namespace, ...confined, 'true'], NEEDS_NAMESPACES, options);
  return { namespace, confined };
}

const NEEDS_IDS =
  'It takes uidmap, util-linux 2.38 or newer, and user ids of your own: apt-get install --yes uidmap, and usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER';
const NEEDS_NAMESPACES = 'binary-builder doctor tells whether bubblewrap works here.';
const NEEDS_BUBBLEWRAP = 'Install it: apt-get install --yes bubblewrap';

async function attempt(
  argv: [string, ...string[]],
  hint: string,
  options: { signal?: AbortSignal },
): Promise<void> {
  const { exitCode, stderr } = await runProgram(argv, options);
  if (exitCode === 0) return;
  // As env(1) and unshare(1) say it, who find the program.
  if (exitCode === 127 && stderr.includes('bwrap')) {
    throw new BuilderError('MISSING_PROGRAM', 'the program bwrap is not on this machine', {
      hint: NEEDS_BUBBLEWRAP,
    });
  }
  throw new BuilderError(
    'STACK_NOT_READY',
    `a root of another architecture can't be made here: ${tailOf(stderr, 1)[0] ?? `exit status ${exitCode}`}`,
    { hint, excerpt: tailOf(stderr, 10) },
  );
}

/** The file that says how names are looked up, where it is a link into a folder that is hidden. */
async function hiddenResolver(): Promise<string[]> {
  const file = '/etc/resolv.conf';
  const target = await realpath(file).catch(() => file);
  return target === file ? [] : [target];
}
