import { mkdir, rm, writeFile } from 'node:fs/promises';
import { BuilderError } from '../../error.js';
import { FIXED_PATH, inHost, type HostPath } from '../../path.js';
import { machineFilter } from '../../seccomp/index.js';
import { FORWARDED, forwarding } from '../mirror/forward.js';
import { readGiven, unusedIds } from './ids.js';
import { serveMirrors } from '../mirror/mirror-proxy.js';
import { AS_ROOT_OF_NAMESPACE, entering, OPENED } from './namespace.js';
import { missingProgram, runProgram, tailOf } from '../../program/index.js';
import type { Reach } from '../mirror/reach.js';
import { DOOR, readLinks, viewArguments, type View } from './view.js';

/** What it takes to give files of a root to the users of the root, and for apt to change its user. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETGID', 'SETUID'];

/** The whole environment of what is confined, beside what its caller says. */
const ENVIRONMENT = {
  PATH: FIXED_PATH,
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  TMPDIR: '/tmp',
  ...FORWARDED,
} as const;

/**
 * The command line of bubblewrap before that of a program which runs scripts of packages in sight of
 * the machine: such a script is told by DPKG_ROOT where to write, and not each one minds it. So it
 * sees what it needs, read-only, can write to one folder, reaches the mirrors and nobody else, and is
 * nobody's administrator. Pure.
 * @param filtered whether a seccomp filter is open as {@link OPENED}
 */
export function confinedArguments(
  view: View,
  environment: Readonly<Record<string, string>>,
  filtered: boolean,
): [string, ...string[]] {
  return [
    'bwrap',
    ...['--die-with-parent', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    ...['--unshare-cgroup', '--unshare-net', '--hostname', 'stack'],
    // The first of them is gone with the bounding set, which bubblewrap leaves whole.
    ...['--cap-drop', 'ALL', '--cap-add', 'CAP_SETPCAP'],
    ...CAPABILITIES.flatMap((name) => ['--cap-add', `CAP_${name}`]),
    ...(filtered ? ['--seccomp', String(OPENED)] : []),
    ...viewArguments(view),
    ...['--chdir', '/', '--clearenv'],
    ...Object.entries({ ...ENVIRONMENT, ...environment }).flatMap(([name, value]) => [
      '--setenv',
      name,
      value,
    ]),
    '--',
    ...['setpriv', `--bounding-set=${kept(CAPABILITIES)}`],
    ...['--inh-caps=-setpcap', '--ambient-caps=-setpcap', '--'],
    ...forwarding(DOOR),
  ];
}

/** As setpriv(1) has a set of capabilities. */
function kept(names: readonly string[]): string {
  return ['-all', ...names.map((name) => `+${name.toLowerCase()}`)].join(',');
}

/** Where programs run that are confined. */
interface Confinement {
  /** The command line of an ordinary user's namespace; empty for root. */
  namespace: readonly string[];
  /** The command line that confines, in that namespace. */
  confined: readonly [string, ...string[]];
  /** `host:port` of what was asked for and is no mirror. */
  refused: () => readonly string[];
  /** Closes the way to the mirrors. */
  close: () => Promise<void>;
}

/** What {@link confine} is told. */
interface Confining {
  /** An empty folder of its own; who is confined may leave files in it that are other users'. */
  folder: HostPath;
  reach: Reach;
  /** What a confined program has in its environment beside what all of them have. */
  environment: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/**
 * Confines programs, and tries it out.
 * @throws BuilderError MISSING_PROGRAM, STACK_NOT_READY, INTERRUPTED
 */
export async function confine(confining: Confining): Promise<Confinement> {
  const { folder, reach, environment, signal } = confining;
  const asRoot = process.getuid?.() === 0;
  const namespace = asRoot ? [] : AS_ROOT_OF_NAMESPACE;
  const first = asRoot ? await firstUnused() : undefined;
  const [scratch, stage] = [inHost(folder, 'scratch'), inHost(folder, 'stage')];
  const filter = inHost(folder, 'filter');
  const rules = machineFilter();
  await Promise.all([scratch, stage].map((path) => mkdir(path)));
  const { socket, refused, close } = await serveMirrors(folder, reach, process.env);
  try {
    const staged = (index: number) => `/tmp/${index}`;
    await writeFile(filter, rules ?? '');
    const shown = [scratch, filter, socket, ...reach.paths];
    const confined = [
      ...entering({ stage, first, shown, opened: staged(1) }),
      ...confinedArguments(
        {
          links: await readLinks(),
          scratch: staged(0),
          shown: [DOOR, ...reach.paths].map((path, index) => [staged(index + 2), path]),
        },
        environment,
        rules !== undefined,
      ),
    ] as const;
    if (namespace.length > 0) await attempt(['env', ...namespace, 'true'], NEEDS_IDS, signal);
    await attempt(['env', ...namespace, ...confined, 'true'], NEEDS_NAMESPACES, signal);
    return { namespace, confined, refused, close };
  } catch (error) {
    await close();
    await Promise.all(
      [scratch, stage, socket, filter].map((path) => rm(path, { recursive: true, force: true })),
    );
    throw error;
  }
}

/** @throws BuilderError STACK_NOT_READY */
async function firstUnused(): Promise<number> {
  const first = unusedIds(await readGiven());
  if (first !== undefined) return first;
  throw new BuilderError(
    'STACK_NOT_READY',
    "a root of another architecture can't be made here: there are no 65536 user ids that are nobody's",
    {
      hint: 'Look at /etc/subuid and /etc/subgid. In a container whose root has few ids, make it outside, or as an ordinary user.',
    },
  );
}

const NEEDS_IDS =
  'It takes uidmap, util-linux 2.38 or newer, and user ids of your own: apt-get install --yes uidmap, and usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER';
const NEEDS_NAMESPACES = 'binary-builder doctor tells whether bubblewrap works here.';
const NEEDS_BUBBLEWRAP = 'Install it: apt-get install --yes bubblewrap';

async function attempt(
  argv: [string, ...string[]],
  hint: string,
  signal?: AbortSignal,
): Promise<void> {
  const { exitCode, stderr } = await runProgram(argv, { signal });
  if (exitCode === 0) return;
  // As the shell says it, which looks for the program.
  if (exitCode === 127 && stderr.includes('bwrap: No such file')) {
    throw missingProgram('bwrap', { hint: NEEDS_BUBBLEWRAP });
  }
  throw new BuilderError(
    'STACK_NOT_READY',
    `a root of another architecture can't be made here: ${tailOf(stderr, 1)[0] ?? `exit status ${exitCode}`}`,
    { hint, excerpt: tailOf(stderr, 10) },
  );
}
