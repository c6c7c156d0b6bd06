import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import nodePath from 'node:path';
import { BuilderError, systemErrorCode, reasonOf } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { writeFileAtomic } from '../../files/index.js';
import { mmdebstrapArguments, mmdebstrapInput, type Bootstrap } from './bootstrap.js';
import { hashing } from './hashing.js';
import { launchOf, type Launch } from './launch.js';
import { MIRROR_VARIABLE } from '../mirror/mirror.js';
import { missingProgram, startProgram, tailOf, throwIfAborted } from '../../program/index.js';
import { unpackingRoot } from './unpack.js';

/** Surroundings of a run of mmdebstrap. */
interface BootstrapContext {
  /** Where the tar goes. */
  target: HostPath;
  /** A new folder that it is unpacked into while it is made. */
  directory: HostPath;
  log: HostPath;
  /** Told what mmdebstrap is at. */
  onProgress: (message: string) => void;
  signal?: AbortSignal;
}

/**
 * Makes a root, as a tar archive and as a folder.
 * @returns the sha256 of the tar, in hex
 * @throws BuilderError MISSING_PROGRAM, STACK_NOT_READY, DISK_FULL, INTERRUPTED
 */
export async function makeRoot(bootstrap: Bootstrap, context: BootstrapContext): Promise<string> {
  const folder = hostPath(nodePath.dirname(context.target));
  const launch = await launchOf(bootstrap, folder, context.signal);
  try {
    return await runMmdebstrap(bootstrap, launch, context);
  } finally {
    await launch.close();
  }
}

async function runMmdebstrap(
  bootstrap: Bootstrap,
  launch: Launch,
  context: BootstrapContext,
): Promise<string> {
  const { target, directory, log, signal, onProgress } = context;
  const argv = [...launch.command, ...mmdebstrapArguments(bootstrap)] as const;
  const { child } = await startProgram(argv, {
    stdin: mmdebstrapInput(bootstrap),
    buffer: { stdout: false },
    env: launch.environment,
    extendEnv: false,
    encoding: 'buffer',
    reject: false,
    detached: true,
    ...(signal && { cancelSignal: signal }),
    forceKillAfterDelay: 20_000,
  });
  child.stderr.on('data', (chunk: Buffer) => {
    const last = tailOf(chunk.toString('utf8'), 1)[0];
    const message = last === undefined ? undefined : /^I: (.+)$/.exec(last)?.[1];
    if (message !== undefined && !message.startsWith('running --')) onProgress(message);
  });

  const hash = createHash('sha256');
  const written = pipeline(
    child.stdout,
    (pieces: AsyncIterable<Buffer>) => unpackingRoot(hashing(pieces, hash), directory, signal),
    createWriteStream(target, { flags: 'wx', flush: true }),
  ).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  const result = await child;
  const failure = await written;

  throwIfAborted(signal);
  if (failure !== undefined && isFull(failure)) throw failure;
  const said = Buffer.from(result.stderr).toString('utf8');
  await writeFileAtomic(log, said);
  if (result.exitCode !== 0) {
    const { exitCode } = result;
    throw explain(bootstrap, { exitCode, said, refused: launch.refused() }, log, failure);
  }
  if (failure !== undefined) throw failure;
  return hash.digest('hex');
}

/** It ends mmdebstrap too, which then says something else. */
function isFull(error: Error): boolean {
  return error instanceof BuilderError
    ? error.code === 'DISK_FULL'
    : systemErrorCode(error) === 'ENOSPC';
}

/** What whoever took its tarball says: when that failed first, mmdebstrap only knows of a broken pipe. */
function saidOf(failure: unknown): string[] {
  if (failure === undefined) return [];
  return [reasonOf(failure), ...(failure instanceof BuilderError ? failure.excerpt : [])];
}

/** How mmdebstrap failed. */
interface Failed {
  exitCode: number | undefined;
  said: string;
  refused: readonly string[];
}

/** Why mmdebstrap failed, from what it said. */
function explain(
  bootstrap: Bootstrap,
  failed: Failed,
  log: HostPath,
  cause: unknown,
): BuilderError {
  const { exitCode, said } = failed;
  if (exitCode === 127) {
    return missingProgram('mmdebstrap', {
      hint: 'Install it: apt-get install --yes mmdebstrap debian-archive-keyring uidmap',
    });
  }
  const full = said.includes('No space left on device');
  return new BuilderError(
    full ? 'DISK_FULL' : 'STACK_NOT_READY',
    full
      ? 'no space left on the disk while mmdebstrap made a root filesystem'
      : `mmdebstrap could not make a root filesystem of Debian ${bootstrap.suite}`,
    {
      hint: [...(full ? [] : reasonsOf(bootstrap, failed)), `All that it said is in ${log}`].join(
        '\n',
      ),
      excerpt: [...tailOf(said, 15), ...saidOf(cause)],
      cause,
    },
  );
}

/** What is known of why mmdebstrap failed, in sentences. */
function reasonsOf({ suite, mode }: Bootstrap, { said, refused }: Failed): string[] {
  const unknown = [...said.matchAll(/^E: Unable to locate package (\S+)$/gm)].map(
    ([, name]) => name,
  );
  const unsettled = said.includes('Mirror sync in progress?');
  const unable = mode === 'chrootless' ? failedPackages(said) : [];
  return [
    ...(unknown.length === 0
      ? []
      : [`Debian ${suite} has no package named ${unknown.join(', ')}.`]),
    ...(unsettled
      ? [
          `The mirror doesn't have all that it lists: try again later, or name another with ${MIRROR_VARIABLE}.`,
        ]
      : []),
    ...(refused.length === 0
      ? []
      : [
          `${refused.join(', ')} was asked for and is no mirror: where a mirror sends its callers on, name the other one with ${MIRROR_VARIABLE}.`,
        ]),
    ...(unable.length === 0
      ? []
      : [
          `Scripts of ${unable.join(', ')} work in a running root only, and a root of another architecture isn't run while it is made: do without, or make it on a machine of that architecture.`,
        ]),
  ];
}

/** The packages in the list with which dpkg ends when some of them failed. Pure. */
export function failedPackages(said: string): string[] {
  const list = /^Errors were encountered while processing:\n((?: .+\n)+)/m.exec(said)?.[1] ?? '';
  return list
    .split('\n')
    .map((line) => line.trim().replace(/:.*$/, ''))
    .filter((name) => name !== '');
}
