import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import nodePath from 'node:path';
import { BuilderError, systemErrorCode } from '../error.js';
import type { HostPath } from '../path.js';
import { writeFileAtomic } from '../store/index.js';
import { runProgram, tailOf, throwIfAborted } from './program.js';

/** What mmdebstrap makes: a root from nothing, or more packages on top of one. */
export interface Bootstrap {
  suite: string;
  /** Packages beside those of the variant or of the parent. */
  packages: readonly string[];
  /** Debian's name of the architecture. */
  architecture: string;
  /** Lines of a sources.list; mmdebstrap takes its own default when there are none. */
  mirrors: readonly string[];
  from: { variant: string } | { parent: HostPath };
  /** Whether we are root; others make their root in a user namespace. */
  mode: 'root' | 'unshare';
}

/** The date of everything in a root, so that the same packages give the same bytes: 2024-01-01. */
const ROOT_EPOCH = 1_704_067_200;

/** Standard input is the parent's tar; mmdebstrap has made the devices itself already. */
const UNPACK_PARENT = `exec tar --extract --directory "$1" --exclude './dev/*' <&0`;

/**
 * apt downloads as a user of its own where that one can get into the folder, and leaves it that
 * user's; so it always downloads as root, and the bytes don't depend on where the cache is.
 */
const SAME_USER = 'APT::Sandbox::User "root"';

/** What the machine or the day of making would leave in a root. */
const CLEAN = [
  `rm -rf "$1/etc/resolv.conf" "$1"/var/log/*`,
  `rm -rf "$1/etc/apt/sources.list" "$1"/etc/apt/sources.list.d/* "$1/etc/apt/apt.conf.d/99mmdebstrap"`,
  `echo stack > "$1/etc/hostname"`,
].join('\n');

/**
 * Runs mmdebstrap and all that it starts as one: it cleans up only when every part of it is told
 * to end. `setpriv --pdeathsig` tells this script when we are killed.
 */
const TIED = `trap 'trap "" TERM; kill -TERM 0' TERM
exec 3<&0
mmdebstrap "$@" <&3 3<&- &
exec 3<&-
wait "$!"
code=$?
wait
exit "$code"`;

/** The command line of mmdebstrap; it writes a tar to standard output. Pure. */
export function mmdebstrapArguments(bootstrap: Bootstrap): string[] {
  const { suite, packages, architecture, mirrors, from, mode } = bootstrap;
  return [
    `--mode=${mode}`,
    `--architectures=${architecture}`,
    ...('variant' in from
      ? [`--variant=${from.variant}`]
      : ['--variant=custom', `--setup-hook=${UNPACK_PARENT}`]),
    `--aptopt=${SAME_USER}`,
    ...(packages.length === 0 ? [] : [`--include=${packages.join(',')}`]),
    `--customize-hook=${CLEAN}`,
    '--format=tar',
    suite,
    '-',
    ...mirrors,
  ];
}

/** Surroundings of a run of mmdebstrap. */
export interface BootstrapContext {
  /** Where the tar goes. */
  target: HostPath;
  log: HostPath;
  /** Told what mmdebstrap is at. */
  onProgress: (message: string) => void;
  signal?: AbortSignal;
}

/**
 * Makes a root as a tar archive.
 * @returns the sha256 of the tar, in hex
 * @throws BuilderError MISSING_PROGRAM, STACK_NOT_READY, DISK_FULL, INTERRUPTED
 */
export async function makeRootTar(
  bootstrap: Bootstrap,
  context: BootstrapContext,
): Promise<string> {
  const { from, mode } = bootstrap;
  const { target, log, signal, onProgress } = context;
  const scratch = nodePath.dirname(target);
  const { execa } = await import('execa');
  const child = execa(
    'setpriv',
    [
      ...['--pdeathsig', 'TERM', '--'],
      ...(await ownMounts(mode, signal)),
      ...['sh', '-c', TIED, 'mmdebstrap', ...mmdebstrapArguments(bootstrap)],
    ],
    {
      ...('parent' in from ? { inputFile: from.parent } : { stdin: 'ignore' }),
      buffer: { stdout: false },
      env: {
        SOURCE_DATE_EPOCH: String(ROOT_EPOCH),
        LC_ALL: 'C.UTF-8',
        // What a killed mmdebstrap leaves goes with the half made layer. The other users of a user
        // namespace can't get into the cache folder of ours.
        ...(mode === 'root' && { TMPDIR: scratch }),
      },
      encoding: 'buffer',
      reject: false,
      detached: true,
      ...(signal && { cancelSignal: signal }),
      forceKillAfterDelay: 20_000,
    },
  );
  child.stderr.on('data', (chunk: Buffer) => {
    const last = tailOf(chunk.toString('utf8'), 1)[0];
    const message = last === undefined ? undefined : /^I: (.+)$/.exec(last)?.[1];
    if (message !== undefined && !message.startsWith('running --')) onProgress(message);
  });

  const hash = createHash('sha256');
  const written = pipeline(
    child.stdout,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(target, { flags: 'wx', flush: true }),
  ).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  const result = await child;
  const failure = await written;

  throwIfAborted(signal);
  if (failure !== undefined && systemErrorCode(failure) === 'ENOSPC') throw failure;
  const said = Buffer.from(result.stderr).toString('utf8');
  await writeFileAtomic(log, said);
  if (result.exitCode !== 0 || failure !== undefined) {
    throw explain(bootstrap, result.exitCode, said, log, failure);
  }
  return hash.digest('hex');
}

/**
 * As root, mmdebstrap mounts /proc and /sys into what it makes, in sight of the whole machine; in a
 * mount namespace of its own they go with it. Containers may be forbidden to have one: then
 * mmdebstrap can't mount either.
 */
async function ownMounts(
  mode: Bootstrap['mode'],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (mode !== 'root') return [];
  const own = ['unshare', '--mount', '--'] as const;
  const { exitCode } = await runProgram([...own, 'true'], { ...(signal && { signal }) });
  return exitCode === 0 ? [...own] : [];
}

/** Why mmdebstrap failed, from what it said. */
function explain(
  bootstrap: Bootstrap,
  exitCode: number | undefined,
  said: string,
  log: HostPath,
  cause: unknown,
): BuilderError {
  if (exitCode === 127) {
    return new BuilderError('MISSING_PROGRAM', 'the program mmdebstrap is not on this machine', {
      hint: 'Install it: apt-get install --yes mmdebstrap debian-archive-keyring uidmap',
    });
  }
  const full = said.includes('No space left on device');
  const unknown = [...said.matchAll(/^E: Unable to locate package (\S+)$/gm)].map(
    ([, name]) => name,
  );
  return new BuilderError(
    full ? 'DISK_FULL' : 'STACK_NOT_READY',
    full
      ? 'no space left on the disk while mmdebstrap made a root filesystem'
      : `mmdebstrap could not make a root filesystem of Debian ${bootstrap.suite}`,
    {
      hint: [
        ...(unknown.length === 0
          ? []
          : [`Debian ${bootstrap.suite} has no package named ${unknown.join(', ')}.`]),
        `All that it said is in ${log}`,
      ].join('\n'),
      excerpt: tailOf(said, 15),
      cause,
    },
  );
}
